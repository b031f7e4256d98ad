package dev.sandi.dispatcher.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The endpoints of an app, for the ingress' administration. */
@RestController
class EndpointsController {

  private static final int MOST = 501;

  private final InternalToken token;
  private final EndpointViews views;
  private final WatchEndpoints endpoints;

  EndpointsController(InternalToken token, EndpointViews views, WatchEndpoints endpoints) {
    this.token = token;
    this.views = views;
    this.endpoints = endpoints;
  }

  /**
   * An endpoint.
   *
   * @param gate {@code open}, {@code broken}, {@code paused}, {@code gone} or {@code disabled}
   * @param reason why it is not open
   * @param since when the gate was set last
   * @param nextProbeAt when one attempt finds out whether it is back, if it is {@code broken}
   * @param failingSince when the first attempt began that failed after the last success
   * @param pending how many deliveries wait, counted up to 1,000
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      long id,
      String origin,
      String gate,
      @Nullable String reason,
      @Nullable Instant since,
      @Nullable Instant nextProbeAt,
      @Nullable Instant failingSince,
      int pending) {}

  /**
   * How callbacks of an app fare.
   *
   * @param endpoints how many, by their gate
   * @param oldestDueSeconds for how long the oldest delivery has been due that waits in the table;
   *     0 if none is
   * @param shut those that are not open, the last ones first; at most 100
   */
  record Health(Map<String, Integer> endpoints, long oldestDueSeconds, List<View> shut) {}

  /** A page of them, in the order of their ids. */
  record Views(List<View> endpoints) {}

  @GetMapping("/internal/v1/apps/{app}/endpoints")
  Views list(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("app") String app,
      @RequestParam(name = "after", defaultValue = "0") long after,
      @RequestParam(name = "limit", defaultValue = "100") int limit) {
    token.require(authorization);
    return new Views(views.list(app, after, Math.max(1, Math.min(limit, MOST))));
  }

  @GetMapping("/internal/v1/apps/{app}/endpoints/health")
  Health health(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("app") String app) {
    token.require(authorization);
    return views.health(app);
  }

  /** Has an endpoint called again, with all that waits for it. */
  @PostMapping("/internal/v1/apps/{app}/endpoints/{id}/open")
  ResponseEntity<View> open(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("app") String app,
      @PathVariable("id") long id) {
    token.require(authorization);
    return change(app, id, endpoints::open);
  }

  /** Has an endpoint called no more until it is opened; what is told to it waits. */
  @PostMapping("/internal/v1/apps/{app}/endpoints/{id}/pause")
  ResponseEntity<View> pause(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("app") String app,
      @PathVariable("id") long id) {
    token.require(authorization);
    return change(app, id, endpoints::pause);
  }

  private ResponseEntity<View> change(String app, long id, LongConsumer change) {
    if (views.find(app, id).isEmpty()) {
      return ResponseEntity.notFound().build();
    }
    change.accept(id);
    return ResponseEntity.of(views.find(app, id));
  }
}
