package dev.sandi.processor.routing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.routing.Definitions.Overview;
import dev.sandi.processor.routing.Definitions.Source;
import dev.sandi.processor.verify.InternalToken;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Definitions of gateways, for the ingress' administration. */
@RestController
class GatewaysController {

  private final InternalToken token;
  private final Definitions definitions;
  private final Notation notation;
  private final ObjectProvider<OpenGateways> open;

  GatewaysController(
      InternalToken token,
      Definitions definitions,
      Notation notation,
      ObjectProvider<OpenGateways> open) {
    this.token = token;
    this.definitions = definitions;
    this.notation = notation;
    this.open = open;
  }

  /** All of them; their state is as the copy sees it that answers. */
  record Gateways(long version, List<Gateway> gateways) {}

  /**
   * A gateway.
   *
   * @param source {@code built_in}, {@code file} or {@code stored}
   * @param status absent if the copy that answers does not have it open
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Gateway(
      String name,
      String kind,
      boolean enabled,
      Map<String, Object> settings,
      String source,
      @Nullable GatewayStatus status,
      @Nullable String breaker) {}

  /** What is set of a gateway; its name is in the path. */
  record Body(
      @Nullable String kind, @Nullable Boolean enabled, @Nullable Map<String, Object> settings) {

    GatewayDefinition named(String name) {
      return GatewayDefinition.of(name, kind, enabled, settings);
    }
  }

  @GetMapping("/internal/v1/gateways")
  Gateways list(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization) {
    token.require(authorization);
    Overview overview = definitions.overview();
    return new Gateways(
        overview.configured().version(),
        overview.configured().gateways().stream()
            .map(definition -> view(definition, overview))
            .toList());
  }

  @GetMapping("/internal/v1/gateways/{name}")
  ResponseEntity<Gateway> find(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("name") String name) {
    token.require(authorization);
    Overview overview = definitions.overview();
    return ResponseEntity.of(
        overview.configured().gateway(name).map(definition -> view(definition, overview)));
  }

  @PutMapping("/internal/v1/gateways/{name}")
  Gateway put(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("name") String name,
      @RequestBody byte[] body) {
    token.require(authorization);
    GatewayDefinition definition = notation.body(body, Body.class).named(name);
    definitions.put(definition);
    return view(definition, Source.STORED);
  }

  @PostMapping("/internal/v1/gateways/{name}/check")
  ResponseEntity<Void> check(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("name") String name,
      @RequestBody byte[] body) {
    token.require(authorization);
    definitions.check(notation.body(body, Body.class).named(name));
    return ResponseEntity.noContent().build();
  }

  @DeleteMapping("/internal/v1/gateways/{name}")
  ResponseEntity<Void> delete(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("name") String name) {
    token.require(authorization);
    boolean deleted = definitions.delete(name).isPresent();
    return (deleted ? ResponseEntity.noContent() : ResponseEntity.notFound()).build();
  }

  @ExceptionHandler
  ResponseEntity<Map<String, Object>> inUse(GatewayInUseException e) {
    return ResponseEntity.status(HttpStatus.CONFLICT)
        .body(Map.of("code", 409, "message", String.valueOf(e.getMessage())));
  }

  private Gateway view(GatewayDefinition gateway, Overview overview) {
    return view(gateway, Objects.requireNonNull(overview.sources().get(gateway.name())));
  }

  private Gateway view(GatewayDefinition gateway, Source source) {
    OpenGateways here = open.getIfAvailable(() -> OpenGateways.NONE);
    return new Gateway(
        gateway.name(),
        gateway.kind(),
        gateway.enabled(),
        gateway.settings(),
        source.text(),
        here.status(gateway.name()).orElse(null),
        here.breaker(gateway.name()).orElse(null));
  }
}
