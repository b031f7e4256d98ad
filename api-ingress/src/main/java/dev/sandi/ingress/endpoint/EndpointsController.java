package dev.sandi.ingress.endpoint;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paging;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/v1/apps/{app}/endpoints}: where an app's callbacks go. */
@RestController
final class EndpointsController implements EndpointsApi {

  /** What becomes part of the path that the dispatcher is asked by. */
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

  private final AskDispatcher dispatcher;

  EndpointsController(AskDispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  @GetMapping(path = "/admin/v1/apps/{app}/endpoints", produces = MediaType.APPLICATION_JSON_VALUE)
  public Page<EndpointViews.Endpoint> list(
      HttpServletRequest http, @PathVariable("app") String app) {
    Paging paging = Paging.of(http);
    String query = "?after=%s&limit=%d".formatted(after(paging.after()), paging.rows());
    List<EndpointViews.Endpoint> rows =
        dispatcher.ask("GET", path(app) + query, EndpointViews.Endpoints.class).endpoints();
    return paging.page(rows, endpoint -> Long.toString(endpoint.id()));
  }

  @Override
  @GetMapping(
      path = "/admin/v1/apps/{app}/endpoints/health",
      produces = MediaType.APPLICATION_JSON_VALUE)
  public EndpointViews.Health health(@PathVariable("app") String app) {
    return dispatcher.ask("GET", path(app) + "/health", EndpointViews.Health.class);
  }

  @Override
  @PostMapping(
      path = "/admin/v1/apps/{app}/endpoints/{id}/open",
      produces = MediaType.APPLICATION_JSON_VALUE)
  public EndpointViews.Endpoint open(
      HttpServletRequest http, @PathVariable("app") String app, @PathVariable("id") String id) {
    return change(http, app, id, "open");
  }

  @Override
  @PostMapping(
      path = "/admin/v1/apps/{app}/endpoints/{id}/pause",
      produces = MediaType.APPLICATION_JSON_VALUE)
  public EndpointViews.Endpoint pause(
      HttpServletRequest http, @PathVariable("app") String app, @PathVariable("id") String id) {
    return change(http, app, id, "pause");
  }

  private EndpointViews.Endpoint change(
      HttpServletRequest http, String app, String id, String change) {
    if (!ID.matcher(id).matches()) {
      throw Fault.ENDPOINT_NOT_FOUND.refusal();
    }
    EndpointViews.Endpoint changed =
        dispatcher.ask("POST", path(app) + "/" + id + "/" + change, EndpointViews.Endpoint.class);
    AdminCall.of(http)
        .changes(
            Map.of(
                "app",
                app,
                "endpoint",
                changed.id(),
                "origin",
                changed.origin(),
                "gate",
                changed.gate()));
    return changed;
  }

  private static String path(String app) {
    try {
      return "/apps/" + new AppId(app).value() + "/endpoints";
    } catch (InvalidValueException e) {
      throw Fault.ENDPOINT_NOT_FOUND.refusal();
    }
  }

  private static String after(@Nullable String key) {
    if (key != null && !ID.matcher(key).matches()) {
      throw new FieldErrors()
          .add("cursor", "cursor should be the next_cursor of an earlier page")
          .refusal(400);
    }
    return key == null ? "0" : key;
  }
}
