package dev.sandi.ingress.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
class QuickDatabaseTest {

  private static final int READERS = 100;

  @Test
  void keepsItsHasteToItself() {
    // Given: connections that are made from now on
    Ingress.shared().bean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();

    // When
    String quick = statementTimeout(Ingress.shared().bean(QuickDatabase.class).jdbc());
    String patient = statementTimeout(Ingress.shared().jdbc());

    // Then
    assertThat(quick).isEqualTo("900ms");
    assertThat(patient).isEqualTo("0");
  }

  @Test
  void hasAConnectionForSendingWhileAnAppNeverStopsReading() throws SQLException {
    // Given
    Customer customer = Ingress.shared().customer();
    String session = send(customer, 0).text("session_id");

    // When
    List<Answer> answers =
        whileReading(
            customer,
            session,
            () -> IntStream.rangeClosed(1, 10).mapToObj(i -> send(customer, i)).toList());

    // Then
    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(customer.get("/v2/otp/" + session).status()).isEqualTo(200);
  }

  @Test
  void hasAConnectionForAnAppThatReadsWhileAnotherNeverStops() throws SQLException {
    // Given
    Customer flooding = Ingress.shared().customer();
    String session = send(flooding, 0).text("session_id");
    Customer other = Ingress.shared().customer();

    // When
    List<Answer> answers =
        whileReading(
            flooding,
            session,
            () ->
                IntStream.range(0, 20)
                    .mapToObj(i -> other.get(i % 2 == 0 ? "/v2/otp" : "/v2/otp/funnel"))
                    .toList());

    // Then
    assertThat(answers).extracting(Answer::status).containsOnly(200);
  }

  /** Whoever reads a timeline holds a connection for as long as a statement may take. */
  private static List<Answer> whileReading(
      Customer customer, String session, Supplier<List<Answer>> asking) throws SQLException {
    AtomicBoolean enough = new AtomicBoolean();
    List<Answer> answers;
    CompletableFuture<?> readers;
    try (Connection locking = Ingress.shared().bean(HikariDataSource.class).getConnection();
        Statement lock = locking.createStatement()) {
      locking.setAutoCommit(false);
      lock.execute("lock table timeline in access exclusive mode");
      readers =
          CompletableFuture.allOf(
              IntStream.range(0, READERS)
                  .mapToObj(i -> read(customer, session, enough))
                  .toArray(CompletableFuture[]::new));
      answers = asking.get();
      enough.set(true);
    }
    readers.join();
    return answers;
  }

  private static CompletableFuture<Answer> read(
      Customer customer, String session, AtomicBoolean enough) {
    return Customer.callAsync(customer.request("/v2/otp/" + session))
        .thenCompose(
            answer ->
                enough.get()
                    ? CompletableFuture.completedFuture(answer)
                    : pause().thenCompose(unused -> read(customer, session, enough)));
  }

  /** Or whoever is refused at once asks for more than the machine has. */
  private static CompletableFuture<Void> pause() {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
  }

  private static Answer send(Customer customer, int number) {
    return customer.send("{\"msisdn\":\"62812345678%02d\"}".formatted(number));
  }

  private static String statementTimeout(JdbcTemplate jdbc) {
    return jdbc.queryForObject("show statement_timeout", String.class);
  }
}
