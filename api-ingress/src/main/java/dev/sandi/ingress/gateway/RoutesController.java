package dev.sandi.ingress.gateway;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.PhoneNumber;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/v1/routes}: which gateways messages go to. */
@RestController
final class RoutesController implements RoutesApi {

  /** Of a table with a route for every country there is. */
  private static final int MOST_BYTES = 256 * 1024;

  private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");

  private final AskProcessor processor;

  RoutesController(AskProcessor processor) {
    this.processor = processor;
  }

  @Override
  @GetMapping(path = "/admin/v1/routes", produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<RouteViews.Table> table() {
    return answer(processor.get("/routes", RouteViews.Table.class));
  }

  @Override
  @PutMapping(
      path = "/admin/v1/routes",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<RouteViews.Table> put(HttpServletRequest http) {
    JsonBody body = JsonBody.of(http, MOST_BYTES, Fault.ROUTES_TOO_LARGE);
    RouteViews.Table table =
        processor.put(
            "/routes" + condition(http.getHeader("If-Match")),
            body.bytes(),
            RouteViews.Table.class);
    AdminCall.of(http).changes(Map.of("routes", table.routes()));
    return answer(table);
  }

  @Override
  @DeleteMapping(path = "/admin/v1/routes", produces = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<RouteViews.Table> delete(HttpServletRequest http) {
    RouteViews.Table table = processor.delete("/routes", RouteViews.Table.class);
    AdminCall.of(http).changes(Map.of("routes", "deleted"));
    return answer(table);
  }

  @Override
  @GetMapping(path = "/admin/v1/routes/explain", produces = MediaType.APPLICATION_JSON_VALUE)
  public RouteViews.Explanation explain(HttpServletRequest http) {
    FieldErrors errors = new FieldErrors();
    String app = read(http, "app", text -> new AppId(text).value(), errors);
    String msisdn = read(http, "msisdn", text -> PhoneNumber.of(text).digits(), errors);
    if (!errors.isEmpty()) {
      throw errors.refusal(400);
    }
    return processor.get(
        "/routes/explain?app=%s&msisdn=%s".formatted(app, msisdn), RouteViews.Explanation.class);
  }

  private static String read(
      HttpServletRequest http, String name, Function<String, String> of, FieldErrors errors) {
    String given = http.getParameter(name);
    if (given == null) {
      errors.add(name, name + " is required");
      return "";
    }
    try {
      return of.apply(given);
    } catch (InvalidValueException e) {
      errors.add(name, String.valueOf(e.getMessage()));
      return "";
    }
  }

  /** Lets nobody undo what they have not seen (RFC 9110, 13.1.1). */
  private static String condition(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return "";
    }
    Matcher tag = TAG.matcher(ifMatch.strip());
    if (!tag.matches()) {
      throw Fault.ROUTES_CHANGED.refusal();
    }
    return "?version=" + tag.group(1);
  }

  private static ResponseEntity<RouteViews.Table> answer(RouteViews.Table table) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .eTag("\"" + table.version() + "\"")
        .body(table);
  }
}
