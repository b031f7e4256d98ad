package dev.sandi.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.testing.Infrastructure;
import dev.sandi.value.CallbackPolicy;
import dev.sandi.value.CallbackPolicy.Order;
import dev.sandi.value.CallbackPolicy.Style;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
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
 * Whatever happens to deliveries, in whatever order, the rows are as {@link ReferenceDeliveries}
 * says. Beside a running dispatcher, whose clock is behind: to its own loops nothing is due.
 */
class DeliveryProperties {

  /** An app for each. */
  private static final Map<CallbackPolicy, Customer> CUSTOMERS =
      Stream.of(Order.values())
          .flatMap(order -> Stream.of(true, false).map(once -> policy(once, order)))
          .collect(Collectors.toUnmodifiableMap(policy -> policy, policy -> Customer.random()));

  @SuppressWarnings("NullAway.Init")
  private static Dispatcher dispatcher;

  private static CallbackPolicy policy(boolean once, Order order) {
    return new CallbackPolicy(List.of(), once, order, Style.STANDARD);
  }

  @BeforeContainer
  static void start() {
    Assumptions.assumeTrue(Infrastructure.isAvailable());
    dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of());
    CUSTOMERS.forEach(
        (policy, customer) -> dispatcher.knows(customer.settings(Instant.EPOCH, policy)));
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

  @Provide
  Arbitrary<CallbackPolicy> policies() {
    return Arbitraries.of(CUSTOMERS.keySet());
  }

  @Property(tries = 120, shrinking = ShrinkingMode.OFF)
  void everyHistoryLeadsToTheStatesThatTheRulesName(
      @ForAll("policies") CallbackPolicy policy, @ForAll("histories") List<DeliveryStep> history) {
    // Given
    List.of("attempts", "deliveries", "replays")
        .forEach(table -> dispatcher.jdbc().update("delete from " + table));
    Customer customer = Objects.requireNonNull(CUSTOMERS.get(policy));
    DeliveryWorld world = new DeliveryWorld(dispatcher, customer.id(), policy);

    // When
    for (DeliveryStep step : history) {
      world.happens(step);

      // Then
      assertThat(rows()).as("after %s", step).isEqualTo(expected(world.rules()));
    }
    assertThat(dispatcher.count("select count(*) from recorded_attempts"))
        .isEqualTo(world.rules().all().stream().mapToInt(rule -> rule.attempts).sum());
  }

  /** A row as it can be compared; what has ended stands nowhere any more. */
  private record Row(
      String state,
      int attempts,
      int attemptsBefore,
      boolean bulk,
      @Nullable UUID claim,
      @Nullable Instant leaseUntil,
      @Nullable Instant endedAt,
      @Nullable String endReason,
      @Nullable Place place) {}

  private record Place(Instant dueAt, boolean inHand, boolean waited, @Nullable Instant probeAt) {}

  private static Map<UUID, Row> expected(ReferenceDeliveries rules) {
    Map<UUID, Row> rows = new LinkedHashMap<>();
    rules
        .all()
        .forEach(
            rule ->
                rows.put(
                    rule.id,
                    new Row(
                        rule.state,
                        rule.attempts,
                        rule.attemptsBefore,
                        rule.bulk,
                        rule.claim,
                        rule.leaseUntil,
                        rule.endedAt,
                        rule.endReason,
                        rule.isPending()
                            ? new Place(rule.dueAt, rule.inHand, rule.waited, rules.probeAt)
                            : null)));
    return rows;
  }

  private static Map<UUID, Row> rows() {
    Map<UUID, Row> rows = new LinkedHashMap<>();
    dispatcher
        .jdbc()
        .query(
            "select deliveries.*, gate_until from deliveries"
                + " join endpoints on endpoints.id = endpoint_id",
            row -> {
              rows.put(
                  row.getObject("event_id", UUID.class),
                  new Row(
                      row.getString("state"),
                      row.getInt("attempts"),
                      row.getInt("attempts_before"),
                      row.getBoolean("bulk"),
                      row.getObject("claim_id", UUID.class),
                      time(row, "lease_until"),
                      time(row, "ended_at"),
                      row.getString("end_reason"),
                      place(row)));
            });
    return rows;
  }

  private static @Nullable Place place(ResultSet row) throws SQLException {
    return row.getString("state").equals("pending")
        ? new Place(
            Objects.requireNonNull(time(row, "next_attempt_at")),
            row.getBoolean("in_hand"),
            row.getBoolean("waited"),
            time(row, "gate_until"))
        : null;
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }
}
