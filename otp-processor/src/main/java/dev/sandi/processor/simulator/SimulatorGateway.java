package dev.sandi.processor.simulator;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.report.DeliveryReport;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.SimulatedOutcome;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * A gateway to simulated handsets, whose messages are rows. A message that is submitted twice
 * arrives twice, as it would on a real handset. What becomes of one may be chosen with it.
 */
@Component
class SimulatorGateway implements SmsGateway {

  static final String NAME = "simulator";

  private static final int BATCH = 1000;

  private final Handsets handsets;
  private final HandsetReports handsetReports;
  private final ChosenReports chosenReports;
  private final Clock clock;
  private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>();
  private volatile Runnable wake = () -> {};

  SimulatorGateway(
      Handsets handsets, HandsetReports handsetReports, ChosenReports chosenReports, Clock clock) {
    this.handsets = handsets;
    this.handsetReports = handsetReports;
    this.chosenReports = chosenReports;
    this.clock = clock;
  }

  private record Pending(UUID messageId, Sms sms, CompletableFuture<SubmitResult> answer) {

    boolean arrives() {
      SimulatedOutcome outcome = sms.simulatedOutcome();
      return outcome == null
          || outcome == SimulatedOutcome.DELIVERED
          || outcome == SimulatedOutcome.LATE;
    }

    Stream<ChosenReports.Chosen> chosenReport() {
      SimulatedOutcome outcome = sms.simulatedOutcome();
      return outcome != null && (arrives() || outcome == SimulatedOutcome.UNDELIVERED)
          ? Stream.of(new ChosenReports.Chosen(sms.session(), messageId, outcome))
          : Stream.empty();
    }
  }

  void onSubmitted(Runnable listener) {
    this.wake = listener;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int room() {
    return BATCH;
  }

  @Override
  public void onRoom(Runnable listener) {
    // There always is.
  }

  @Override
  public GatewayStatus status() {
    return new GatewayStatus(true, "simulated handsets", Map.of());
  }

  @Override
  public void close() {
    // Its loop ends with the service.
  }

  @Override
  public CompletionStage<SubmitResult> submit(Sms sms) {
    Pending pending =
        new Pending(UuidV7.at(clock.instant()), sms, new CompletableFuture<SubmitResult>());
    waiting.add(pending);
    wake.run();
    return pending.answer().copy();
  }

  /** Delivers one batch to the handsets, and answers. */
  Next deliverWaiting() {
    List<Pending> batch = new ArrayList<>();
    while (batch.size() < BATCH && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    if (batch.isEmpty()) {
      return Next.WHEN_WOKEN;
    }
    try {
      // Reports first: what fails now is submitted again, and only its newer report is kept.
      chosenReports.put(batch.stream().flatMap(Pending::chosenReport).toList());
      handsets.receive(
          batch.stream()
              .filter(Pending::arrives)
              .map(p -> new Handsets.Delivery(p.messageId(), p.sms()))
              .toList(),
          clock.instant());
    } catch (RuntimeException e) {
      batch.forEach(p -> p.answer().complete(new SubmitResult.Unavailable("database away")));
      throw e;
    }
    batch.forEach(this::answer);
    return Next.AT_ONCE;
  }

  private void answer(Pending pending) {
    SimulatedOutcome outcome = pending.sms().simulatedOutcome();
    String messageId = pending.messageId().toString();
    if (outcome == SimulatedOutcome.FAILED) {
      pending.answer().complete(new SubmitResult.Refused("operator_refused", "simulated", false));
    } else if (outcome == SimulatedOutcome.UNREACHABLE) {
      pending
          .answer()
          .complete(new SubmitResult.Refused("operator_unreachable", "simulated", false));
    } else {
      pending.answer().complete(new SubmitResult.Accepted(messageId));
    }
    if (outcome == null) {
      handsetReports.add(new DeliveryReport.Delivered(pending.sms().session(), name(), messageId));
    }
  }
}
