package dev.sandi.ingress.status;

import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paging;
import dev.sandi.ingress.app.KnownApps;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.SessionId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/v1/apps/{app}/requests} and {@code /admin/v1/sessions/{session}}. */
@RestController
final class RequestsController implements RequestsApi {

  private final KnownApps apps;
  private final RecentRequests requests;
  private final Timelines timelines;

  RequestsController(KnownApps apps, RecentRequests requests, Timelines timelines) {
    this.apps = apps;
    this.requests = requests;
    this.timelines = timelines;
  }

  @Override
  @GetMapping(path = "/admin/v1/apps/{app}/requests", produces = MediaType.APPLICATION_JSON_VALUE)
  public Page<RequestView> list(HttpServletRequest http, @PathVariable("app") String app) {
    Paging paging = Paging.of(http);
    UUID after = paging.afterId();
    RecentRequests.Filter filter =
        new RecentRequests.Filter(
            apps.named(app),
            after == null ? Cursor.START : new Cursor(after),
            read(http, "status", ListQuery::status),
            read(http, "msisdn", ListQuery::msisdn));
    dev.sandi.ingress.status.Page page = requests.page(filter, paging.limit());
    String next = page.nextCursor();
    return new Page<>(
        page.data(), next == null ? null : Paging.cursor(Cursor.of(next).id().toString()));
  }

  @Override
  @GetMapping(path = "/admin/v1/sessions/{session}", produces = MediaType.APPLICATION_JSON_VALUE)
  public AppSession session(@PathVariable("session") String session) {
    SessionId id = id(session);
    return requests
        .appOf(id)
        .flatMap(
            app ->
                requests
                    .find(app, id)
                    .map(view -> new AppSession(app.value(), view.with(timelines.of(app, id)))))
        .orElseThrow(Fault.SESSION_NOT_FOUND::refusal);
  }

  private static SessionId id(String text) {
    try {
      return SessionId.of(text);
    } catch (InvalidValueException e) {
      throw Fault.SESSION_NOT_FOUND.refusal();
    }
  }

  private static <T> @Nullable T read(
      HttpServletRequest http, String name, Function<String, T> reader) {
    String value = http.getParameter(name);
    try {
      return value == null || value.isEmpty() ? null : reader.apply(value);
    } catch (InvalidValueException e) {
      throw new FieldErrors().add(name, String.valueOf(e.getMessage())).refusal(400);
    }
  }
}
