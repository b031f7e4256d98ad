package dev.sandi.processor.routing;

import dev.sandi.processor.routing.Definitions.Overview;
import dev.sandi.processor.routing.ExplainRoute.Explanation;
import dev.sandi.processor.verify.InternalToken;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The route table, for the ingress' administration. */
@RestController
class RoutesController {

  private final InternalToken token;
  private final Definitions definitions;
  private final Notation notation;
  private final ExplainRoute explain;

  RoutesController(
      InternalToken token, Definitions definitions, Notation notation, ExplainRoute explain) {
    this.token = token;
    this.definitions = definitions;
    this.notation = notation;
    this.explain = explain;
  }

  /**
   * The table.
   *
   * @param source {@code built_in} (there are none), {@code file} or {@code stored}
   * @param otherwise the gateways of what no route matches
   */
  record Table(long version, String source, List<Object> routes, List<String> otherwise) {}

  /** The whole table, to be set. */
  record Body(@Nullable List<Object> routes) {}

  @GetMapping("/internal/v1/routes")
  Table table(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization) {
    token.require(authorization);
    return table();
  }

  @PutMapping("/internal/v1/routes")
  Table put(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @RequestParam(name = "version", required = false) @Nullable Long version,
      @RequestBody byte[] body) {
    token.require(authorization);
    List<Object> written = Rule.require(notation.body(body, Body.class).routes(), "routes");
    definitions.put(
        notation.routes(written),
        version == null ? OptionalLong.empty() : OptionalLong.of(version));
    return table();
  }

  @DeleteMapping("/internal/v1/routes")
  Table delete(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization) {
    token.require(authorization);
    definitions.deleteRoutes();
    return table();
  }

  @GetMapping("/internal/v1/routes/explain")
  Explanation explain(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @RequestParam("app") String app,
      @RequestParam("msisdn") String msisdn) {
    token.require(authorization);
    return explain.explain(new AppId(app), PhoneNumber.of(msisdn));
  }

  @ExceptionHandler
  ResponseEntity<Map<String, Object>> changed(VersionMismatchException e) {
    return ResponseEntity.status(HttpStatus.PRECONDITION_FAILED)
        .body(Map.of("code", 412, "message", String.valueOf(e.getMessage())));
  }

  private Table table() {
    Overview overview = definitions.overview();
    RouteTable routes = overview.configured().routes();
    return new Table(
        overview.configured().version(),
        overview.routes().text(),
        notation.written(routes.routes()),
        routes.otherwise().gateways().stream().map(Route.Candidate::gateway).toList());
  }
}
