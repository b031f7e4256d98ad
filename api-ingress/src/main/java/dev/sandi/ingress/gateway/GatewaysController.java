package dev.sandi.ingress.gateway;

import dev.sandi.ingress.admin.AdminCall;
import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/v1/gateways}: what SMS are sent by. */
@RestController
final class GatewaysController implements GatewaysApi {

  /** As the processor has it: a name becomes part of the path that it is asked by. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  private final AskProcessor processor;

  GatewaysController(AskProcessor processor) {
    this.processor = processor;
  }

  @Override
  @GetMapping(path = "/admin/v1/gateways", produces = MediaType.APPLICATION_JSON_VALUE)
  public GatewayViews.Gateways list() {
    return processor.get("/gateways", GatewayViews.Gateways.class);
  }

  @Override
  @GetMapping(path = "/admin/v1/gateways/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
  public GatewayViews.Gateway find(@PathVariable("name") String name) {
    return processor.get("/gateways/" + known(name), GatewayViews.Gateway.class);
  }

  @Override
  @PutMapping(
      path = "/admin/v1/gateways/{name}",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  public GatewayViews.Gateway put(HttpServletRequest http, @PathVariable("name") String name) {
    JsonBody body = JsonBody.of(http);
    GatewayViews.Gateway gateway =
        processor.put("/gateways/" + valid(name), body.bytes(), GatewayViews.Gateway.class);
    // Settings hold no secrets: the processor took them.
    AdminCall.of(http).changes(Map.of("gateway", name, "set", body.object()));
    return gateway;
  }

  @Override
  @PostMapping(
      path = "/admin/v1/gateways/{name}/check",
      consumes = MediaType.APPLICATION_JSON_VALUE)
  public ResponseEntity<Void> check(HttpServletRequest http, @PathVariable("name") String name) {
    processor.post("/gateways/" + valid(name) + "/check", JsonBody.of(http).bytes());
    return ResponseEntity.noContent().build();
  }

  @Override
  @DeleteMapping("/admin/v1/gateways/{name}")
  public ResponseEntity<Void> delete(HttpServletRequest http, @PathVariable("name") String name) {
    processor.delete("/gateways/" + known(name));
    AdminCall.of(http).changes(Map.of("gateway", name, "set", "deleted"));
    return ResponseEntity.noContent().build();
  }

  private static String known(String name) {
    if (!NAME.matcher(name).matches()) {
      throw Fault.GATEWAY_NOT_FOUND.refusal();
    }
    return name;
  }

  private static String valid(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new FieldErrors()
          .add(
              "name", "name should be 1-32 lower-case letters, digits and hyphens, no hyphen first")
          .refusal(422);
    }
    return name;
  }
}
