package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsText;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A gateway that takes everything, and either says so at once or says nothing: after ten seconds of
 * the clock whoever waited knows nothing.
 */
final class VirtualPeer implements SmsGateway {

  private static final Duration OVERDUE = Duration.ofSeconds(10);

  private final String name;
  private final SettableClock clock;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean dead;
  private int submits;

  VirtualPeer(String name, SettableClock clock) {
    this.name = name;
    this.clock = clock;
  }

  private record Waiting(Instant overdue, CompletableFuture<SubmitResult> answer) {}

  RunningGateway running() {
    return new RunningGateway(
        new GuardedGateway(this, new SimpleMeterRegistry()),
        new Limits(500, Duration.ofSeconds(3), Duration.ofMinutes(10)),
        () -> false,
        () -> {},
        clock);
  }

  void die() {
    dead = true;
  }

  void revive() {
    dead = false;
  }

  int submits() {
    return submits;
  }

  static Sms sms(Instant now) {
    return new Sms(
        SessionId.at(now),
        new AppId("demo"),
        PhoneNumber.of("6281234567890"),
        new SmsText("1"),
        now.plusSeconds(300),
        null);
  }

  /** Ends the waits that are over. */
  void tick() {
    while (!waiting.isEmpty() && !waiting.element().overdue().isAfter(clock.instant())) {
      waiting.remove().answer().complete(new SubmitResult.Ambiguous("no answer in time"));
    }
  }

  @Override
  public CompletionStage<SubmitResult> submit(Sms sms) {
    submits++;
    if (!dead) {
      return CompletableFuture.completedFuture(new SubmitResult.Accepted("m" + submits));
    }
    CompletableFuture<SubmitResult> answer = new CompletableFuture<>();
    waiting.add(new Waiting(clock.instant().plus(OVERDUE), answer));
    return answer;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int room() {
    return 100;
  }

  @Override
  public void onRoom(Runnable listener) {
    // There always is.
  }

  @Override
  public GatewayStatus status() {
    return new GatewayStatus(true, "virtual", Map.of());
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
