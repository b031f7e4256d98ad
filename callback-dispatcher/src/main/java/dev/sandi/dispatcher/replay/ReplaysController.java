package dev.sandi.dispatcher.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.dispatcher.endpoint.InternalToken;
import dev.sandi.value.InvalidValueException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Replays by filter, for the ingress' administration. */
@RestController
class ReplaysController {

  private static final int MOST = 501;

  private final InternalToken token;
  private final BeginReplay begin;
  private final Replays replays;
  private final Clock clock;
  private final WakeReplays loop;

  ReplaysController(
      InternalToken token, BeginReplay begin, Replays replays, Clock clock, WakeReplays loop) {
    this.token = token;
    this.begin = begin;
    this.replays = replays;
    this.clock = clock;
    this.loop = loop;
  }

  /**
   * What is to be replayed.
   *
   * @param filter what it names, by the names of {@link DeliveryFilter}'s parts
   */
  record Order(@Nullable Map<String, String> filter, @Nullable Integer rate) {}

  /**
   * A replay.
   *
   * @param total how many were found so far, and all of them once {@code counted}
   * @param matched how many of those were come by
   * @param skipped how many of those were not made due
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record View(
      UUID id,
      Map<String, String> filter,
      int rate,
      String state,
      long total,
      boolean counted,
      long matched,
      long replayed,
      long skipped,
      Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Instant eta) {}

  /** A page of them, newest first. */
  record Views(List<View> replays) {}

  @PostMapping("/internal/v1/replays")
  ResponseEntity<View> begin(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @RequestBody Order order) {
    token.require(authorization);
    DeliveryFilter filter = StoredFilters.read(order.filter() == null ? Map.of() : order.filter());
    Replay begun =
        begin
            .begin(filter, order.rate() == null ? BeginReplay.USUAL_RATE : order.rate())
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT));
    loop.wake();
    return ResponseEntity.accepted().body(view(begun));
  }

  @GetMapping("/internal/v1/replays")
  Views list(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @RequestParam(name = "after", required = false) @Nullable UUID after,
      @RequestParam(name = "limit", defaultValue = "100") int limit) {
    token.require(authorization);
    return new Views(
        replays.list(after, Math.max(1, Math.min(limit, MOST))).stream().map(this::view).toList());
  }

  @GetMapping("/internal/v1/replays/{id}")
  ResponseEntity<View> find(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("id") UUID id) {
    token.require(authorization);
    return ResponseEntity.of(replays.find(id).map(this::view));
  }

  /** On whatever copy it runs: no batch follows. What has become due until then stays due. */
  @PostMapping("/internal/v1/replays/{id}/cancel")
  ResponseEntity<View> cancel(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
          @Nullable String authorization,
      @PathVariable("id") UUID id) {
    token.require(authorization);
    replays.cancel(id, clock.instant());
    return ResponseEntity.of(replays.find(id).map(this::view));
  }

  @ExceptionHandler
  ResponseEntity<Map<String, Object>> invalid(InvalidValueException e) {
    return ResponseEntity.badRequest()
        .body(Map.of("code", 400, "message", String.valueOf(e.getMessage())));
  }

  private View view(Replay replay) {
    return new View(
        replay.id(),
        replay.named(),
        replay.rate(),
        replay.state().slug(),
        replay.total(),
        replay.isCounted(),
        replay.matched(),
        replay.replayed(),
        replay.matched() - replay.replayed(),
        replay.createdAt(),
        replay.endedAt(),
        replay.eta(clock.instant()));
  }
}
