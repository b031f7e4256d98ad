package dev.sandi.dispatcher.replay;

import dev.sandi.dispatcher.endpoint.InternalToken;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The replay of one delivery, for the ingress' administration. */
@RestController
class DeliveryReplayController {

  private final InternalToken token;
  private final EndedDeliveries deliveries;
  private final Clock clock;

  DeliveryReplayController(InternalToken token, EndedDeliveries deliveries, Clock clock) {
    this.token = token;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /**
   * Answers 404 if there is none, and 409 if its app is not known, which nothing can be signed for.
   */
  @PostMapping("/internal/v1/deliveries/{id}/replay")
  ResponseEntity<EndedDeliveries.Standing> replay(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("id") UUID id) {
    token.require(authorization);
    boolean replayed = deliveries.replay(id, clock.instant());
    EndedDeliveries.@Nullable Standing standing = deliveries.standing(id, replayed).orElse(null);
    if (standing == null) {
      return ResponseEntity.notFound().build();
    }
    return standing.refused()
        ? ResponseEntity.status(HttpStatus.CONFLICT).body(standing)
        : ResponseEntity.ok(standing);
  }
}
