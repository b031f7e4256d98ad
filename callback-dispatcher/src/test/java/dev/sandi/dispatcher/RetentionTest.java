package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Past;
import dev.sandi.event.CallbackExhausted;
import dev.sandi.event.Envelope;
import dev.sandi.event.Topics;
import dev.sandi.messaging.EventRecords;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.UuidV7;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class RetentionTest {

  private static final String URL = "https://gone.example:443/otp";

  private final Instant now = Instant.now();

  @Test
  void endsWhatStillWaitsADayBeforeItsDayIsDroppedAndTellsOfIt() {
    try (Dispatcher dispatcher = Dispatcher.start(Clock.systemUTC(), Map.of())) {
      // Given
      Customer customer = Customer.random();
      dispatcher.knows(customer);
      dispatcher
          .jdbc()
          .update(
              "insert into endpoints (app_id, origin, gate, created_at) values (?, ?, 'gone', now())",
              customer.id().value(),
              "https://gone.example:443");
      waitsFrom(dispatcher, customer, now.minus(Duration.ofDays(29)), 3);
      waitsFrom(dispatcher, customer, now.minus(Duration.ofDays(28)), 2);

      // When
      try (Dispatcher other =
          Dispatcher.join(dispatcher.infrastructure(), Clock.systemUTC(), Map.of())) {

        // Then
        await()
            .untilAsserted(
                () ->
                    assertThat(count(other, "state = 'exhausted' and end_reason = 'retention'"))
                        .isEqualTo(3));
        assertThat(count(other, "state = 'pending'")).isEqualTo(2);
        await()
            .untilAsserted(
                () ->
                    assertThat(told(other))
                        .hasSize(3)
                        .allSatisfy(
                            event -> {
                              assertThat(event.reason()).isEqualTo("retention");
                              assertThat(event.error()).isEqualTo("never_attempted");
                              assertThat(event.attempt()).isZero();
                            }));
      }
    }
  }

  private static void waitsFrom(Dispatcher dispatcher, Customer customer, Instant from, int count) {
    LocalDate day = LocalDate.ofInstant(from.minus(Duration.ofHours(1)), ZoneOffset.UTC);
    for (LocalDate each : List.of(day, day.plusDays(1))) {
      dispatcher
          .jdbc()
          .execute(
              "create table if not exists deliveries_%s partition of deliveries for values from ('%s') to ('%s')"
                  .formatted(
                      DateTimeFormatter.BASIC_ISO_DATE.format(each),
                      bound(each),
                      bound(each.plusDays(1))));
    }
    Past.deliveries(dispatcher, customer, URL, "pending", count, from);
  }

  private static UUID bound(LocalDate day) {
    return UuidV7.lowerBound(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static int count(Dispatcher dispatcher, String condition) {
    return dispatcher.count("select count(*) from deliveries where " + condition);
  }

  private static List<CallbackExhausted> told(Dispatcher dispatcher) {
    return dispatcher.infrastructure().broker().read(Topics.CALLBACK_LIFECYCLE).stream()
        .map(record -> EventRecords.read(record).orElseThrow())
        .map(Envelope::event)
        .filter(CallbackExhausted.class::isInstance)
        .map(CallbackExhausted.class::cast)
        .filter(event -> "retention".equals(event.reason()))
        .toList();
  }
}
