package dev.sandi.ingress.export;

import dev.sandi.ingress.app.ExportSettings;
import dev.sandi.ingress.app.ExportSettings.Setting;
import dev.sandi.ingress.export.ExportedRequests.Request;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /admin/v1/apps/{app}/export}: all that is kept of an app, line by line. Read page by page:
 * no transaction is open while a client is slow, and no more than a page is in memory.
 */
@RestController
final class ExportController implements ExportApi {

  static final int PAGE = 500;

  private static final String NDJSON = "application/x-ndjson";

  private final ExportSettings settings;
  private final ExportedRequests requests;
  private final JsonMapper json;

  ExportController(ExportSettings settings, ExportedRequests requests, JsonMapper json) {
    this.settings = settings;
    this.requests = requests;
    this.json = json;
  }

  /** What a line is of a type. */
  private record Line(String type, Object data) {}

  @Override
  @GetMapping(path = "/admin/v1/apps/{app}/export", produces = NDJSON)
  public void give(
      HttpServletRequest http, HttpServletResponse response, @PathVariable("app") String app)
      throws IOException {
    ExportRange range = ExportRange.of(http::getParameter);
    AppId id = id(app);
    List<Setting> known = settings.of(id).orElseThrow(Fault.APP_NOT_FOUND::refusal);
    // Before the first byte, so that what is away is told by the status.
    List<Request> page = page(id, range.after(), range);
    response.setContentType(NDJSON);
    response.setHeader(
        "Content-Disposition", "attachment; filename=\"%s.ndjson\"".formatted(id.value()));
    OutputStream out = new BufferedOutputStream(response.getOutputStream(), 1 << 16);
    if (!range.resumed()) {
      for (Setting setting : known) {
        write(out, setting.type(), setting.data());
      }
    }
    long count = 0;
    while (!page.isEmpty()) {
      for (Request request : page) {
        write(out, "request", request);
      }
      count += page.size();
      UUID last = page.get(page.size() - 1).id();
      if (page.size() == PAGE) {
        write(out, "progress", Map.of("requests", count, "cursor", last));
        out.flush();
      }
      page = page.size() == PAGE ? page(id, last, range) : List.of();
    }
    write(out, "end", Map.of("requests", count));
    out.flush();
  }

  private List<Request> page(AppId app, UUID after, ExportRange range) {
    return requests.after(app, after, range.before(), PAGE);
  }

  private void write(OutputStream out, String type, Object data) throws IOException {
    out.write(json.writeValueAsBytes(new Line(type, data)));
    out.write('\n');
  }

  private static AppId id(String text) {
    try {
      return new AppId(text);
    } catch (InvalidValueException e) {
      throw Fault.APP_NOT_FOUND.refusal();
    }
  }
}
