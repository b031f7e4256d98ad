package dev.sandi.processor.simulator;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.report.DeliveryReport;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * A gateway to simulated handsets, whose messages are rows. A message that is submitted twice
 * arrives twice, as it would on a real handset. What becomes of one may be chosen with it, by an
 * operator for its number, or by its number itself, in this order.
 */
@Component
class SimulatorGateway implements SmsGateway {

  static final String NAME = "simulator";

  private static final int BATCH = 1000;

  /** More are answered at once: slow ones hold places in the window, which others need. */
  private static final int MOST_DELAYED = 250;

  private final Handsets handsets;
  private final HandsetReports handsetReports;
  private final ChosenReports chosenReports;
  private final Behaviours behaviours;
  private final SimulatorProperties properties;
  private final Clock clock;
  private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>();
  private final Set<Pending> delayed = ConcurrentHashMap.newKeySet();
  private volatile Runnable wake = () -> {};
  private volatile boolean closed;

  SimulatorGateway(
      Handsets handsets,
      HandsetReports handsetReports,
      ChosenReports chosenReports,
      Behaviours behaviours,
      SimulatorProperties properties,
      Clock clock) {
    this.handsets = handsets;
    this.handsetReports = handsetReports;
    this.chosenReports = chosenReports;
    this.behaviours = behaviours;
    this.properties = properties;
    this.clock = clock;
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
  public boolean failsOnPurpose() {
    return true;
  }

  @Override
  public GatewayStatus status() {
    return new GatewayStatus(true, "simulated handsets", Map.of("delayed", (long) delayed.size()));
  }

  /** Its loop ends with the service, and answers what is delayed before that. */
  @Override
  public void close() {
    closed = true;
    delayed.forEach(this::end);
  }

  @Override
  public CompletionStage<SubmitResult> submit(Sms sms) {
    Pending pending = new Pending(UuidV7.at(clock.instant()), sms);
    waiting.add(pending);
    wake.run();
    return pending.answer.copy();
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
      List<Planned> planned = plan(batch);
      List<Planned> now = planned.stream().filter(p -> !p.isToWait()).toList();
      deliver(now);
      now.forEach(this::answer);
      planned.stream().filter(Planned::isToWait).forEach(this::delay);
    } catch (RuntimeException e) {
      batch.forEach(p -> p.answer.complete(new SubmitResult.Unavailable("database away")));
      throw e;
    }
    return Next.AT_ONCE;
  }

  private List<Planned> plan(List<Pending> batch) {
    boolean free =
        batch.stream().anyMatch(p -> p.due == null && p.sms().simulatedOutcome() == null);
    Map<String, Behaviour> chosen = free ? behaviours.all() : Map.of();
    return batch.stream().map(pending -> plan(pending, chosen)).toList();
  }

  private Planned plan(Pending pending, Map<String, Behaviour> chosen) {
    Behaviour due = pending.due;
    if (due != null) {
      return new Planned(pending, Optional.of(due));
    }
    Sms sms = pending.sms();
    return new Planned(
        pending,
        Optional.ofNullable(sms.simulatedOutcome())
            .map(outcome -> Behaviour.of(outcome, properties.lateReport()))
            .or(() -> Behaviours.of(sms.msisdn().digits(), chosen))
            .or(() -> MagicNumbers.behaviour(sms.msisdn())));
  }

  /** It comes back by {@link #end}. */
  private void delay(Planned planned) {
    Pending pending = planned.pending();
    Behaviour behaviour = planned.behaviour().orElseThrow();
    boolean full = delayed.size() >= MOST_DELAYED;
    pending.due = behaviour;
    delayed.add(pending);
    if (full || closed) {
      end(pending);
    } else {
      CompletableFuture.delayedExecutor(behaviour.latency().toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> end(pending));
    }
  }

  private void end(Pending pending) {
    if (delayed.remove(pending)) {
      waiting.add(pending);
      wake.run();
    }
  }

  private void deliver(List<Planned> batch) {
    // Reports first: what fails now is submitted again, and only its newer report is kept.
    chosenReports.put(batch.stream().flatMap(Planned::chosenReport).toList());
    List<Handsets.Delivery> deliveries =
        batch.stream()
            .filter(Planned::arrives)
            .map(p -> new Handsets.Delivery(p.pending().messageId(), p.pending().sms()))
            .toList();
    if (!deliveries.isEmpty()) {
      handsets.receive(deliveries, clock.instant());
    }
  }

  private void answer(Planned planned) {
    Pending pending = planned.pending();
    String messageId = pending.messageId().toString();
    pending.answer.complete(
        planned
            .behaviour()
            .map(behaviour -> result(behaviour, messageId))
            .orElseGet(() -> new SubmitResult.Accepted(List.of(messageId), false)));
    if (planned.behaviour().isEmpty()) {
      handsetReports.add(new DeliveryReport.Delivered(pending.sms().session(), name(), messageId));
    }
  }

  private static SubmitResult result(Behaviour behaviour, String messageId) {
    return switch (behaviour.outcome()) {
      case DELIVERED, UNDELIVERED, UNREPORTED -> new SubmitResult.Accepted(messageId);
      case FAILED -> refused(behaviour);
      case UNREACHABLE -> new SubmitResult.Refused("operator_unreachable", "simulated", true);
      case THROTTLED -> new SubmitResult.Unavailable("simulated", true);
      case UNANSWERED -> new SubmitResult.Ambiguous("simulated");
    };
  }

  /** As with a real operator, another gateway would not reach a number that is none. */
  private static SubmitResult refused(Behaviour behaviour) {
    String reason = Objects.requireNonNull(behaviour.reason());
    String code = behaviour.networkCode();
    return new SubmitResult.Refused(
        reason, code == null ? "simulated" : code, !reason.equals("invalid_number"));
  }
}
