package dev.sandi.processor.simulator;

import dev.sandi.processor.sending.DeliveryReport;
import dev.sandi.processor.sending.Sms;
import dev.sandi.processor.sending.SmsGateway;
import dev.sandi.processor.sending.SubmitResult;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.stereotype.Component;

/**
 * A gateway to simulated handsets, whose messages are rows. A message that is submitted twice
 * arrives twice, as it would on a real handset.
 */
@Component
class SimulatorGateway implements SmsGateway {

  private static final int BATCH = 1000;

  private final Handsets handsets;
  private final HandsetReports reports;
  private final Clock clock;
  private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>();
  private volatile Runnable wake = () -> {};

  SimulatorGateway(Handsets handsets, HandsetReports reports, Clock clock) {
    this.handsets = handsets;
    this.reports = reports;
    this.clock = clock;
  }

  private record Pending(UUID messageId, Sms sms, CompletableFuture<SubmitResult> answer) {}

  void onSubmitted(Runnable listener) {
    this.wake = listener;
  }

  @Override
  public String name() {
    return "simulator";
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
      handsets.receive(
          batch.stream().map(p -> new Handsets.Delivery(p.messageId(), p.sms())).toList(),
          clock.instant());
    } catch (RuntimeException e) {
      batch.forEach(p -> p.answer().complete(new SubmitResult.Unavailable("database away")));
      throw e;
    }
    for (Pending pending : batch) {
      String messageId = pending.messageId().toString();
      pending.answer().complete(new SubmitResult.Accepted(messageId));
      reports.add(new DeliveryReport(pending.sms().session(), name(), messageId));
    }
    return Next.AT_ONCE;
  }
}
