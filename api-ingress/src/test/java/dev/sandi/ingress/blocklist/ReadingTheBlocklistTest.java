package dev.sandi.ingress.blocklist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.testing.Administrator;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How the table comes into memory, on a table of its own. */
@RequiresInfrastructure
class ReadingTheBlocklistTest {

  private static final AppId APP = new AppId("app");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static Infrastructure infrastructure;
  private static Ingress ingress;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T10:00:00Z"));
  private final Blocklist blocklist =
      new Blocklist(
          new BlockFeed(
              new JdbcTemplate(ingress.bean(DataSource.class)),
              new TransactionTemplate(ingress.bean(PlatformTransactionManager.class))),
          clock);

  @BeforeAll
  static void start() {
    infrastructure = Infrastructure.isolated();
    ingress = Ingress.start(infrastructure, Map.of());
  }

  @AfterAll
  static void stop() {
    ingress.close();
    infrastructure.close();
  }

  @BeforeEach
  void empty() {
    ingress.jdbc().update("truncate blocks");
  }

  @Test
  void nothingIsAnsweredBeforeTheListHasBeenRead() {
    assertThatThrownBy(() -> blocklist.blocks(APP, new PhoneNumber("6281234567890")))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
  }

  @Test
  void aBlockHoldsUpToTheMomentOfItsEnd() {
    // Given
    insert(1, clock.instant().plusSeconds(60));
    blocklist.follow();

    // When
    clock.advance(Duration.ofMillis(59_999));

    // Then
    assertThat(blocklist.blocks(APP, number(1))).contains(number(1).digits());

    // When
    clock.advance(Duration.ofMillis(1));

    // Then
    assertThat(blocklist.blocks(APP, number(1))).isEmpty();
  }

  @Test
  void twoHundredThousandBlocksAreReadInTimeAndEachIsFound() {
    // Given
    ingress
        .jdbc()
        .update(
            """
            insert into blocks (key, digits, prefix, blocked, reason, source, changed_at)
            select n, n, false, true, 'import ' || n, 'admin', now()
            from (select (6281000000000 + 7 * i)::text as n from generate_series(1, 200000) as i)
            """);

    // When
    long start = System.nanoTime();
    blocklist.follow();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

    // Then
    assertThat(millis).isLessThan(LIMIT.toMillis());
    assertThat(LongStream.rangeClosed(1, 200_000).filter(i -> !isBlocked(7 * i))).isEmpty();
    assertThat(LongStream.rangeClosed(1, 200_000).filter(i -> isBlocked(7 * i + 1))).isEmpty();
  }

  private boolean isBlocked(long n) {
    return blocklist.blocks(APP, number(n)).isPresent();
  }

  @Test
  void aChangeWhoseTransactionTakesLongIsNotPassedOver() throws Exception {
    // Given: a revision taken earlier, and committed later, than another could be
    blocklist.follow();
    TransactionTemplate transactions = ingress.bean(TransactionTemplate.class);
    try (Connection slow = ingress.bean(DataSource.class).getConnection()) {
      slow.setAutoCommit(false);
      slow.createStatement().executeUpdate(statement(1));
      var other =
          java.util.concurrent.CompletableFuture.runAsync(
              () -> transactions.executeWithoutResult(s -> insert(2, null)));

      // When
      blocklist.follow();
      slow.commit();
      other.join();
      blocklist.follow();
    }

    // Then
    assertThat(blocklist.blocks(APP, number(1))).isPresent();
    assertThat(blocklist.blocks(APP, number(2))).isPresent();
  }

  @Test
  void anyStatementThatTakesABlockBackIsFollowed() {
    // Given
    insert(1, null);
    blocklist.follow();
    assertThat(blocklist.blocks(APP, number(1))).isPresent();

    // When
    ingress.jdbc().update("update blocks set blocked = false");
    blocklist.follow();

    // Then
    assertThat(blocklist.blocks(APP, number(1))).isEmpty();
  }

  @Test
  void blocksThatWereTakenBackOrEndedLongAgoAreDeletedAndNoOther() {
    // Given
    Instant long_ago = clock.instant().minus(ForgetBlocks.KEPT).minusSeconds(1);
    insert(1, null);
    insert(2, long_ago);
    insert(3, clock.instant());
    insert(4, null);
    insert(5, null);
    ingress.jdbc().update("update blocks set changed_at = ?", time(long_ago));
    ingress.jdbc().update("update blocks set blocked = false where digits like '%4'");
    ingress
        .jdbc()
        .update(
            "update blocks set blocked = false, changed_at = ? where digits like '%5'",
            time(clock.instant()));

    // When
    new ForgetBlocks(ingress.bean(Blocks.class), clock).forgetBatch();

    // Then
    assertThat(ingress.jdbc().queryForList("select key from blocks", String.class))
        .containsExactlyInAnyOrder(number(1).digits(), number(3).digits(), number(5).digits());
  }

  @Test
  void aCopyThatCannotReadTheListRefusesAndIsNotReadyUntilItCan() {
    // Given
    Customer customer = ingress.customer();
    ingress.jdbc().execute("alter table blocks rename to blocks_away");
    try (Ingress second = Ingress.startUnready(infrastructure, Map.of())) {
      // When
      Answer answer =
          new Customer(second, customer.app(), customer.key())
              .send("{\"msisdn\":\"6281234567890\"}");
      Answer ready =
          Customer.call(HttpRequest.newBuilder(second.uri("/actuator/health/readiness")));

      // Then
      assertThat(answer.status()).isEqualTo(503);
      assertThat(ready.status()).isEqualTo(503);

      // When
      ingress.jdbc().execute("alter table blocks_away rename to blocks");

      // Then
      org.awaitility.Awaitility.await()
          .until(
              () ->
                  new Customer(second, customer.app(), customer.key())
                          .send("{\"msisdn\":\"6281234567890\"}")
                          .status()
                      == 201);
      assertThat(
              Customer.call(HttpRequest.newBuilder(second.uri("/actuator/health/readiness")))
                  .status())
          .isEqualTo(200);
    } finally {
      ingress.jdbc().execute("alter table if exists blocks_away rename to blocks");
    }
  }

  @Test
  void whatWasReadHoldsWhileTheTableCannotBeRead() {
    // Given
    insert(1, null);
    blocklist.follow();
    ingress.jdbc().execute("alter table blocks rename to blocks_away");

    try {
      // When
      assertThatThrownBy(blocklist::follow).isInstanceOf(DataAccessException.class);

      // Then
      assertThat(blocklist.blocks(APP, number(1))).isPresent();
      assertThat(blocklist.blocks(APP, number(2))).isEmpty();
    } finally {
      ingress.jdbc().execute("alter table blocks_away rename to blocks");
    }
  }

  @Test
  void anExportThatTheDatabaseEndsLooksLikeNoWholeFile() throws Exception {
    // Given: more than the sockets between the two take in
    ingress
        .jdbc()
        .update(
            """
            insert into blocks (key, digits, prefix, blocked, reason, source, changed_at)
            select n, n, false, true, repeat('x', 200), 'admin', now()
            from (select (6281000000000 + i)::text as n from generate_series(1, 60000) as i)
            """);
    try (Socket client = new Socket()) {
      client.setReceiveBufferSize(10_000);
      client.setSoTimeout(20_000);
      client.connect(new InetSocketAddress("localhost", ingress.port()));
      client
          .getOutputStream()
          .write(
              """
              GET /admin/v1/blocks/export HTTP/1.1\r
              Host: localhost\r
              Authorization: Bearer %s\r
              \r
              """
                  .formatted(Administrator.TOKEN)
                  .getBytes(UTF_8));
      String begin = new String(client.getInputStream().readNBytes(1000), UTF_8);
      assertThat(begin).startsWith("HTTP/1.1 200").contains("chunked", "digits,prefix");

      // When
      ingress.jdbc().execute("alter table blocks rename to blocks_away");
      String rest;
      try {
        rest = new String(client.getInputStream().readAllBytes(), UTF_8);
      } finally {
        ingress.jdbc().execute("alter table blocks_away rename to blocks");
      }

      // Then: the last chunk, an empty one, is missing
      assertThat(rest).doesNotContain("6281000060000").doesNotEndWith("0\r\n\r\n");
    }
  }

  private void insert(long n, Instant until) {
    ingress.jdbc().update(statement(n));
    ingress
        .jdbc()
        .update(
            "update blocks set expires_at = ? where key = ?",
            until == null ? null : time(until),
            number(n).digits());
  }

  private static String statement(long n) {
    return """
           insert into blocks (key, digits, prefix, blocked, reason, source, changed_at)
           values ('%1$s', '%1$s', false, true, 'test', 'admin', now())
           """
        .formatted(number(n).digits());
  }

  private static Object time(Instant time) {
    return time.atOffset(java.time.ZoneOffset.UTC);
  }

  private static PhoneNumber number(long n) {
    return new PhoneNumber(String.valueOf(6_281_000_000_000L + n));
  }
}
