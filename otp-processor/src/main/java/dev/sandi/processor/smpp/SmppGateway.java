package dev.sandi.processor.smpp;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.runtime.Timers;
import dev.sandi.value.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jsmpp.bean.BindType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway to an SMSC over one or more binds of one account. */
final class SmppGateway implements SmsGateway {

  private static final Logger log = LoggerFactory.getLogger(SmppGateway.class);

  private static final long TICK_MILLIS = 20;
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

  /** Until a message whose time is over has been given up. */
  private static final Duration TICKS = Duration.ofMillis(200);

  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final String name;
  private final SmppSettings settings;
  private final Submission.Surroundings surroundings;
  private final SmppMetrics metrics;
  private final Deliveries deliveries;
  private final List<Bind> binds = new ArrayList<>();
  private final Set<Submission> underway = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicInteger reference = new AtomicInteger(ThreadLocalRandom.current().nextInt());
  private final Consumer<SmppGateway> onClosed;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ScheduledExecutorService timer;
  private volatile long lastAnswersAt;
  private volatile Runnable listener = () -> {};
  private boolean wasFull;
  private int takenBefore;

  SmppGateway(
      String name,
      SmppSettings settings,
      Secret password,
      TakesReports reports,
      MeterRegistry registry,
      Clock clock,
      Consumer<SmppGateway> onClosed) {
    this.name = name;
    this.settings = settings;
    this.onClosed = onClosed;
    this.metrics = new SmppMetrics(registry, name);
    this.deliveries = new Deliveries(name, reports, settings, metrics);
    Incoming incoming = new Incoming(deliveries, metrics);
    for (int i = 0; i < settings.binds().count(); i++) {
      for (BindType type : settings.mode().types()) {
        String bind = "smpp-%s-%d%s".formatted(name, i + 1, suffix(type));
        binds.add(new Bind(bind, type, i, settings, password.reveal(), incoming, this::roomGrew));
      }
    }
    this.timer = Timers.named("smpp-" + name + "-timer");
    this.surroundings = new Submission.Surroundings(settings, metrics, clock, timer);
  }

  private static String suffix(BindType type) {
    return type == BindType.BIND_TRX ? "" : type == BindType.BIND_TX ? "-tx" : "-rx";
  }

  SmppGateway start() {
    deliveries.start();
    binds.forEach(Bind::start);
    var unused =
        timer.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return this;
  }

  private void tick() {
    try {
      lookAtTheClock();
    } catch (RuntimeException | Error e) {
      log.error("The clock of gateway {} failed once", name, e);
    }
  }

  private void lookAtTheClock() {
    long now = System.nanoTime();
    binds.forEach(bind -> bind.tick(now));
    boolean full = room() == 0;
    int taken = turn.get();
    // A pause that ends or a token that makes room is nobody's event.
    if (!full && (wasFull || (settings.pace().rate() > 0 && taken != takenBefore))) {
      roomGrew();
    }
    wasFull = full;
    takenBefore = taken;
  }

  private void roomGrew() {
    listener.run();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int room() {
    return binds.stream().mapToInt(Bind::room).sum();
  }

  @Override
  public void onRoom(Runnable listener) {
    this.listener = listener;
  }

  @Override
  public CompletionStage<SubmitResult> submit(Sms sms) {
    int first = Math.floorMod(turn.getAndIncrement(), binds.size());
    for (int i = 0; i < binds.size(); i++) {
      Bind bind = binds.get((first + i) % binds.size());
      Session session = bind.take();
      if (session != null) {
        return submit(bind, session, sms);
      }
    }
    return CompletableFuture.completedFuture(new SubmitResult.Unavailable("no room", true));
  }

  private CompletionStage<SubmitResult> submit(Bind bind, Session session, Sms sms) {
    Submission submission;
    try {
      submission = new Submission(bind, session, sms, reference.getAndIncrement(), surroundings);
    } catch (RuntimeException | Error e) {
      bind.release();
      throw e;
    }
    underway.add(submission);
    submission.onEnd(
        result -> {
          underway.remove(submission);
          metrics.submitted(result);
        });
    submission.send();
    return submission.result().copy();
  }

  int inFlight() {
    return binds.stream().mapToInt(Bind::underway).sum();
  }

  long bound() {
    return binds.stream().filter(Bind::isBound).count();
  }

  @Override
  public GatewayStatus status() {
    long bound = bound();
    String trouble =
        binds.stream()
            .map(Bind::trouble)
            .filter(text -> !text.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    return new GatewayStatus(
        binds.stream().anyMatch(bind -> bind.transmits() && bind.isBound()),
        "%d of %d binds%s".formatted(bound, binds.size(), trouble.isEmpty() ? "" : ": " + trouble),
        Map.of(
            "binds",
            bound,
            "in_flight",
            (long) inFlight(),
            "window",
            (long) settings.pace().window() * settings.binds().count(),
            "pause_ms",
            pause()));
  }

  private long pause() {
    long now = System.nanoTime();
    return binds.stream()
        .mapToLong(bind -> TimeUnit.NANOSECONDS.toMillis(bind.slowdown().left(now)))
        .max()
        .orElse(0);
  }

  @Override
  public boolean reportsDelivery() {
    return settings.format().asksForDelivery();
  }

  @Override
  public boolean isUnknown() {
    return binds.stream().anyMatch(Bind::isUnknown);
  }

  @Override
  public boolean isTurnedAway() {
    return binds.stream().anyMatch(Bind::isRefused);
  }

  @Override
  public void close() {
    lastAnswersAt = System.nanoTime() + LAST_ANSWERS.toNanos();
    end();
  }

  @Override
  public void retire() {
    lastAnswersAt = System.nanoTime() + settings.pace().answerTimeout().plus(TICKS).toNanos();
    end();
  }

  /** Once; whoever comes to it again may only bring the end forward. */
  private void end() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    binds.forEach(Bind::beginClose);
    while (!underway.isEmpty() && System.nanoTime() - lastAnswersAt < 0 && rest()) {
      // Answers come in.
    }
    binds.forEach(Bind::unbind);
    long gone = System.nanoTime() + GOODBYE.toNanos();
    binds.forEach(bind -> bind.endClose(TimeUnit.NANOSECONDS.toMillis(gone - System.nanoTime())));
    timer.shutdownNow();
    underway.forEach(submission -> submission.giveUp("the gateway is closed"));
    deliveries.close();
    onClosed.accept(this);
  }

  private static boolean rest() {
    try {
      Thread.sleep(10);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
