package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.DispatcherProperties;
import dev.sandi.dispatcher.app.KnownApps;
import dev.sandi.dispatcher.delivery.DispatchDueCallbacks.Timing;
import dev.sandi.dispatcher.endpoint.WatchEndpoints;
import dev.sandi.dispatcher.http.CallbackClient;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.messaging.Outbox;
import dev.sandi.messaging.OutboxBatches;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.runtime.WakeableLoop.Next;
import dev.sandi.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Three loops: one claims, one begins attempts, and one writes what came of them. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

  /** Stopped in this order: who begins anything, what was begun, and who writes. */
  private static final int BEGIN_PHASE = MessagingConfiguration.WORKERS_PHASE + 20;

  private static final int END_PHASE = MessagingConfiguration.WORKERS_PHASE + 10;
  private static final int WRITE_PHASE = MessagingConfiguration.WORKERS_PHASE;

  /** What an attempt may take beside its deadline: a slow thread, and clocks that differ. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** What is given back has waited anyhow. */
  private static final Duration BETWEEN_LOOKS_AT_ALL = Duration.ofSeconds(1);

  /** Of one endpoint, as much is claimed as keeps its slots busy while the next is claimed. */
  private static final int CLAIMED_PER_SLOT = 4;

  /** How exactly the rate of an endpoint is held. */
  private static final int PACE_MILLIS = 10;

  @Bean
  Deliveries deliveries(JdbcTemplate jdbc) {
    return new Deliveries(jdbc);
  }

  @Bean
  Claims claims(JdbcTemplate jdbc) {
    return new Claims(jdbc, BETWEEN_LOOKS_AT_ALL);
  }

  @Bean
  Attempts attempts(JdbcTemplate jdbc) {
    return new Attempts(jdbc);
  }

  @Bean
  Settlements settlements() {
    return new Settlements();
  }

  @Bean
  Lanes lanes(DispatcherProperties properties, PolicyProperties policy, MeterRegistry metrics) {
    Lanes lanes =
        new Lanes(
            properties.inMemory(),
            properties.concurrency(),
            new Paces(
                properties.concurrencyPerEndpoint(), policy.ratePerEndpoint(), System::nanoTime));
    metrics.gauge("sandi.dispatcher.held", lanes, Lanes::held);
    metrics.gauge("sandi.dispatcher.calling", lanes, Lanes::calling);
    metrics.gauge("sandi.dispatcher.slowed", lanes, Lanes::slowed);
    return lanes;
  }

  @Bean
  Timing timing(DispatcherProperties properties) {
    return new Timing(properties.lease(), properties.deadline().plus(MARGIN));
  }

  @Bean
  SettleAttempts settleAttempts(
      Settlements settlements,
      Deliveries deliveries,
      Attempts attempts,
      TransactionTemplate transactions,
      OutboxBatches told,
      Outbox outbox,
      WatchEndpoints endpoints,
      Lanes lanes,
      MeterRegistry metrics) {
    return new SettleAttempts(
        settlements, deliveries, attempts, transactions, told, outbox, endpoints, lanes, metrics);
  }

  @Bean
  DispatchDueCallbacks dispatchDueCallbacks(
      Claims claims,
      Lanes lanes,
      Settlements settlements,
      SettleAttempts settling,
      Clock clock,
      Timing timing,
      DispatcherProperties properties,
      MeterRegistry metrics) {
    return new DispatchDueCallbacks(
        claims,
        lanes,
        settlements,
        settling,
        clock,
        timing,
        CLAIMED_PER_SLOT * properties.concurrencyPerEndpoint(),
        metrics.timer("sandi.dispatcher.claim"));
  }

  @Bean
  ScheduleFirstAttempts scheduleFirstAttempts(
      Deliveries deliveries,
      Lanes lanes,
      Settlements settlements,
      DispatchDueCallbacks dispatch,
      Clock clock,
      Timing timing) {
    return new ScheduleFirstAttempts(
        deliveries, lanes, settlements, dispatch, clock, timing.lease());
  }

  @Bean
  SendCallbacks sendCallbacks(
      Lanes lanes,
      Settlements settlements,
      KnownApps apps,
      CallbackClient http,
      Tracing tracing,
      Clock clock,
      Timing timing,
      PolicyProperties policy,
      DispatcherProperties properties) {
    RetrySchedule schedule = new RetrySchedule(properties.retrySchedule(), new SecureRandom());
    JudgeAttempt judge = new JudgeAttempt(schedule, policy.maxAge());
    return new SendCallbacks(
        lanes,
        settlements,
        apps,
        http::call,
        judge,
        new AttemptSpans(tracing),
        clock,
        timing.attempt());
  }

  @Bean
  SendTestCallback sendTestCallback(SendCallbacks sending, Clock clock, Timing timing) {
    return new SendTestCallback(sending, clock, System::nanoTime, timing.attempt());
  }

  @Bean
  WakeableLoop claimLoop(
      DispatchDueCallbacks dispatch,
      Lanes lanes,
      WatchEndpoints endpoints,
      DispatcherProperties properties) {
    WakeableLoop loop =
        new WakeableLoop(
            "dispatcher-claim", properties.pollInterval(), BEGIN_PHASE, dispatch::dispatch);
    dispatch.whenDue(loop::wake);
    lanes.whenRoom(dispatch::roomAppeared);
    endpoints.whenShut(
        shut -> {
          lanes.shut(shut);
          loop.wake();
        });
    return loop;
  }

  @Bean
  WakeableLoop sendLoop(
      SendCallbacks sending,
      Lanes lanes,
      Settlements settlements,
      DispatcherProperties properties) {
    WakeableLoop loop =
        new WakeableLoop("dispatcher-send", properties.pollInterval(), BEGIN_PHASE, sending::send);
    lanes.whenStartable(loop::wake);
    settlements.whenFewer(loop::wake);
    return loop;
  }

  @Bean
  WakeableLoop paceLoop(Lanes lanes, DispatcherProperties properties) {
    WakeableLoop loop =
        new WakeableLoop(
            "dispatcher-pace",
            properties.pollInterval(),
            BEGIN_PHASE,
            () -> {
              TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
              return lanes.retryEarly() ? Next.AT_ONCE : Next.WHEN_WOKEN;
            });
    lanes.whenEarly(loop::wake);
    return loop;
  }

  @Bean
  WakeableLoop settleLoop(
      SettleAttempts settling, Settlements settlements, DispatcherProperties properties) {
    WakeableLoop loop =
        new WakeableLoop(
            "dispatcher-settle", properties.pollInterval(), WRITE_PHASE, settling::settle);
    settlements.whenAdded(loop::wake);
    return loop;
  }

  @Bean
  StopDelivering stopDelivering(
      Lanes lanes, Settlements settlements, SettleAttempts settling, Clock clock) {
    return new StopDelivering(lanes, settlements, settling, clock, END_PHASE);
  }
}
