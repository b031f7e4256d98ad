package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.delivery.DeliveryStep.Answered;
import dev.sandi.dispatcher.delivery.DeliveryStep.AnsweredLate;
import dev.sandi.dispatcher.delivery.DeliveryStep.Claimed;
import dev.sandi.dispatcher.delivery.DeliveryStep.Gated;
import dev.sandi.dispatcher.delivery.DeliveryStep.GivenBack;
import dev.sandi.dispatcher.delivery.DeliveryStep.Lost;
import dev.sandi.dispatcher.delivery.DeliveryStep.TakenIn;
import dev.sandi.dispatcher.delivery.DeliveryStep.TimePassed;
import dev.sandi.dispatcher.delivery.Lanes.Room;
import dev.sandi.dispatcher.endpoint.Endpoint;
import dev.sandi.dispatcher.endpoint.Endpoints;
import dev.sandi.dispatcher.endpoint.Gate;
import dev.sandi.dispatcher.http.AttemptResult;
import dev.sandi.dispatcher.http.Body;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.event.EventType;
import dev.sandi.testing.Infrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Whatever happens to deliveries, in whatever order, the rows are as {@link ReferenceDelivery}
 * says. Beside a running dispatcher, whose clock is behind: to its own loops nothing is due.
 */
class DeliveryProperties {

  private static final AppId APP = new AppId("demo");
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final RandomGenerator NO_JITTER = () -> 0L;

  @SuppressWarnings("NullAway.Init")
  private static Dispatcher dispatcher;

  @BeforeContainer
  static void start() {
    Assumptions.assumeTrue(Infrastructure.isAvailable());
    dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of());
  }

  @AfterContainer
  static void stop() {
    if (dispatcher != null) {
      dispatcher.close();
    }
  }

  @Provide
  Arbitrary<List<DeliveryStep>> histories() {
    return DeliveryStep.histories();
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everyHistoryLeadsToTheStatesThatTheRulesName(
      @ForAll("histories") List<DeliveryStep> history) {
    // Given
    dispatcher.jdbc().update("delete from attempts");
    dispatcher.jdbc().update("delete from deliveries");
    World world = new World();

    // When
    for (DeliveryStep step : history) {
      world.happens(step);

      // Then
      assertThat(world.rows()).as("after %s", step).isEqualTo(world.expected());
    }
    assertThat(dispatcher.count("select count(*) from recorded_attempts"))
        .isEqualTo(world.attempts());
  }

  /** A row as it can be compared. */
  private record Row(
      String state,
      int attempts,
      @Nullable Instant dueAt,
      @Nullable Instant leaseUntil,
      @Nullable String endReason) {}

  /** Deliveries of one endpoint, in the store and by the rules. */
  private static final class World {
    private final Deliveries deliveries = new Deliveries(dispatcher.jdbc());
    private final Attempts attempts = new Attempts(dispatcher.jdbc());
    private final Claims claims = new Claims(dispatcher.jdbc());
    private final JudgeAttempt judge =
        new JudgeAttempt(
            new RetrySchedule(ReferenceDelivery.PAUSES, NO_JITTER),
            Map.of("otp.sent", ReferenceDelivery.MAX_AGE));
    private final Map<UUID, ReferenceDelivery> rules = new LinkedHashMap<>();
    private final List<Delivery> held = new ArrayList<>();
    private final List<Delivery> lost = new ArrayList<>();
    private final CallbackUrl url = new CallbackUrl("https://model.example/");
    private final long endpoint;
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofHours(2));
    private Gate gate = Gate.OPEN;

    World() {
      Endpoint of = Endpoint.of(APP, url);
      endpoint =
          Objects.requireNonNull(
              dispatcher.service().bean(Endpoints.class).idsOf(Set.of(of)).get(of));
      gated(Gate.OPEN);
    }

    void happens(DeliveryStep step) {
      if (step instanceof TakenIn taken) {
        takenIn(taken.room());
      } else if (step instanceof Claimed claimed) {
        claimed(claimed.most());
      } else if (step instanceof Answered answered && !held.isEmpty()) {
        answered(take(held, answered.which()), answered.status(), answered.retryAfter());
      } else if (step instanceof Lost one && !held.isEmpty()) {
        lost.add(take(held, one.which()));
      } else if (step instanceof AnsweredLate late && !lost.isEmpty()) {
        answered(take(lost, late.which()), late.status(), 0);
      } else if (step instanceof GivenBack back && !held.isEmpty()) {
        Delivery delivery = take(held, back.which());
        deliveries.settle(List.of(Settlement.givenBack(delivery)));
        rule(delivery).givenBack(delivery.claim().id());
      } else if (step instanceof Gated gated) {
        gated(gated.gate());
      } else if (step instanceof TimePassed passed) {
        now = now.plus(passed.time());
      }
    }

    private static Delivery take(List<Delivery> from, int which) {
      return from.remove(which % from.size());
    }

    private ReferenceDelivery rule(Delivery delivery) {
      return Objects.requireNonNull(rules.get(delivery.eventId()));
    }

    private void takenIn(boolean room) {
      NewDelivery born =
          new NewDelivery(
              UuidV7.at(Instant.now()),
              endpoint,
              APP,
              SessionId.at(Instant.now()),
              EventType.OTP_SENT,
              url,
              Body.of(new byte[0]),
              TraceParent.start());
      Claim claim = Claim.at(now, LEASE);
      deliveries.add(List.of(born), now, claim, delivery -> room);
      ReferenceDelivery rule = new ReferenceDelivery(born.eventId(), now);
      rules.put(born.eventId(), rule);
      if (room) {
        rule.claimed(claim.id(), claim.until());
        held.add(Delivery.first(born, now, claim, true));
      }
    }

    private void claimed(int most) {
      Claim claim = Claim.at(now, LEASE);
      claims.takeOver(Instant.EPOCH, now);
      List<Delivery> found =
          claims.claim(0, most, new Room(10_000, Map.of()), 10_000, now, claim).claimed();
      long claimable =
          gate == Gate.OPEN ? rules.values().stream().filter(r -> r.isClaimable(now)).count() : 0;
      assertThat(found).hasSize((int) Math.min(most, claimable));
      for (Delivery delivery : found) {
        ReferenceDelivery rule = rule(delivery);
        assertThat(rule.isClaimable(now)).isTrue();
        assertThat(delivery.takenOver()).isEqualTo(rule.leaseUntil != null);
        assertThat(delivery.attempts()).isEqualTo(rule.attempts);
        rule.claimed(claim.id(), claim.until());
        // Whoever held it is as good as dead.
        held.stream().filter(d -> d.eventId().equals(delivery.eventId())).forEach(lost::add);
        held.removeIf(d -> d.eventId().equals(delivery.eventId()));
        held.add(delivery);
      }
    }

    private void answered(Delivery delivery, int status, int retryAfter) {
      Attempt attempt =
          new Attempt(
              delivery.attempts() + 1,
              now,
              Duration.ZERO,
              new AttemptResult.Answered(
                  status, "", retryAfter == 0 ? null : Integer.toString(retryAfter)));
      Outcome outcome = judge.judge(delivery, attempt, CallbackPolicy.DEFAULT);
      deliveries
          .settle(List.of(new Settlement(delivery, attempt, outcome)))
          .forEach(
              s -> attempts.record(List.of(new Attempts.Recorded(delivery.eventId(), attempt))));
      rule(delivery).answered(delivery.claim().id(), status, retryAfter, now);
    }

    private void gated(Gate next) {
      gate = next;
      dispatcher.jdbc().update("update endpoints set gate = ? where id = ?", next.slug(), endpoint);
    }

    Map<UUID, Row> expected() {
      Map<UUID, Row> rows = new LinkedHashMap<>();
      rules.forEach(
          (id, rule) -> {
            boolean pending = rule.state.equals("pending");
            rows.put(
                id,
                new Row(
                    rule.state,
                    rule.attempts,
                    pending ? rule.dueAt : null,
                    rule.leaseUntil,
                    rule.endReason));
          });
      return rows;
    }

    Map<UUID, Row> rows() {
      Map<UUID, Row> rows = new LinkedHashMap<>();
      dispatcher
          .jdbc()
          .query(
              "select *, case when state = 'pending' then next_attempt_at end as due_at"
                  + " from deliveries",
              row -> {
                rows.put(
                    row.getObject("event_id", UUID.class),
                    new Row(
                        row.getString("state"),
                        row.getInt("attempts"),
                        time(row.getTimestamp("due_at")),
                        time(row.getTimestamp("lease_until")),
                        row.getString("end_reason")));
              });
      return rows;
    }

    private static @Nullable Instant time(@Nullable Timestamp time) {
      return time == null ? null : time.toInstant();
    }

    int attempts() {
      return rules.values().stream().mapToInt(rule -> rule.attempts).sum();
    }
  }
}
