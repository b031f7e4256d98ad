package dev.sandi.processor;

import static dev.sandi.processor.SentMessages.GATEWAY;
import static dev.sandi.processor.SentMessages.freshId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.processor.gateway.TakesReports;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RequiresInfrastructure
class TakingReportsTest {

  private static final int MOST = 50;

  private static Infrastructure own;
  private static Processor processor;

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor =
        Processor.start(
            own,
            Map.of(
                "sandi.processor.gateway",
                GATEWAY,
                "sandi.processor.reports.most-waiting",
                String.valueOf(MOST)));
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  @Test
  void aReportIsTakenWhenItIsARow() {
    // Given
    String id = freshId();

    // When
    new SentMessages(processor).delivered(id);

    // Then
    assertThat(rows(id)).isOne();
  }

  @Test
  void whatWaitsIsBoundedAndTheRestIsRefusedAtOnce() throws SQLException {
    // Given: nothing becomes a row
    try (Connection held = own.database().superuser()) {
      held.setAutoCommit(false);
      lock(held);
      List<CompletableFuture<Void>> waiting =
          IntStream.range(0, MOST).mapToObj(n -> take(freshId())).toList();

      // When
      CompletableFuture<Void> oneMore = take(freshId());

      // Then
      assertThat(oneMore).isCompletedExceptionally();
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
      held.rollback();
      await().until(() -> waiting.stream().allMatch(CompletableFuture::isDone));
      assertThat(waiting).noneMatch(CompletableFuture::isCompletedExceptionally);
      assertThat(take(freshId())).succeedsWithin(Duration.ofSeconds(5));
    }
  }

  @Test
  void withoutTheDatabaseTheyAreRefusedSoonAndTakenWhenItIsBack() {
    // Given
    String id = freshId();
    own.database().stop();

    // When
    Instant before = Instant.now();
    CompletableFuture<Void> refused = take(id);

    // Then
    await().atMost(Duration.ofSeconds(8)).until(refused::isCompletedExceptionally);
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(8));
    own.database().start();
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () -> {
              take(id).join();
              return true;
            });
    assertThat(rows(id)).isPositive();
  }

  private static CompletableFuture<Void> take(String id) {
    return processor
        .bean(TakesReports.class)
        .take(List.of(GatewayReport.delivered(GATEWAY, id)))
        .toCompletableFuture();
  }

  private static long rows(String id) {
    return new SentMessages(processor).count("delivery_reports where message_id = ?", id);
  }

  private static void lock(Connection held) throws SQLException {
    try (Statement statement = held.createStatement()) {
      statement.execute("lock table processor.delivery_reports in exclusive mode");
    }
  }
}
