package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.Receiver;
import dev.sandi.dispatcher.testing.Receiver.Reply;
import dev.sandi.event.Envelope;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.NotedStatements;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What waits is read by its index, whatever a vacuum wrote down of a table that was empty at that
 * moment, as each day's is at first.
 */
@RequiresInfrastructure
class ReadingDeliveriesByIndexTest {

  /** A scan of a day, and the line behind it. */
  private static final Pattern SCAN =
      Pattern.compile("(?m)^.*Scan[^\\n]* on deliveries_\\d{8}\\b[^\\n]*\\n[^\\n]*");

  /** No more than a limit of what waits on a day that is about to be dropped. */
  private static final Pattern FIRST_FEW =
      Pattern.compile(
          "Limit [^\\n]*\\n +->  LockRows [^\\n]*\\n +->  Append [^\\n]*\\n"
              + "(?: +->  Index Scan[^\\n]*\\n +Filter[^\\n]*\\n)+");

  private static Infrastructure own;
  private static Dispatcher dispatcher;
  private static NotedStatements database;

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    dispatcher =
        Dispatcher.join(
            own,
            Clock.systemUTC(),
            Map.of("sandi.dispatcher.retry-schedule", "1s,1h"),
            NotedStatements.class);
    database = dispatcher.service().bean(NotedStatements.class);
  }

  @AfterAll
  static void stop() {
    dispatcher.close();
    own.close();
  }

  @Test
  void noStatementReadsAllDeliveriesThoughAVacuumFoundNone() {
    // Given: one that failed, was claimed and failed again
    Customer customer = Customer.random();
    dispatcher.knows(customer);
    try (Receiver receiver = Receiver.start()) {
      receiver.replies(Reply.of(500));
      Envelope sent = Happened.sent(customer.id(), receiver.url("/"), Instant.now());
      dispatcher.publish(sent);
      await().until(() -> dispatcher.find(sent.id()).filter(d -> d.attempts() == 2).isPresent());
    }

    // When
    database.execute("truncate deliveries");
    database.execute("vacuum deliveries");

    // Then
    Map<String, String> plans =
        database.statements().stream()
            .filter(sql -> sql.contains("deliveries"))
            .collect(Collectors.toMap(sql -> sql, database::plan));
    assertThat(plans.keySet())
        .hasSizeGreaterThan(6)
        .anyMatch(sql -> sql.contains("from forgotten"));
    assertThat(plans.values()).filteredOn(ReadingDeliveriesByIndexTest::readsAll).isEmpty();
  }

  private static boolean readsAll(String plan) {
    return SCAN.matcher(FIRST_FEW.matcher(plan).replaceAll(""))
        .results()
        .anyMatch(scan -> !scan.group().contains("Index Cond"));
  }
}
