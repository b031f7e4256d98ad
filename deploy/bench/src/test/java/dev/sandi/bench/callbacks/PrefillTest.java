package dev.sandi.bench.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.bench.ProcessorInstallation;
import dev.sandi.bench.Progress;
import dev.sandi.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class PrefillTest {

  private static final int ROWS = 2_800;

  @TempDir Path temp;
  private LocalPostgres postgres;
  private Connection connection;

  @BeforeEach
  void migrate() throws SQLException, IOException {
    postgres = LocalPostgres.start(temp.resolve("postgres"), 0, ProcessorInstallation.HASTY);
    connection = postgres.superuser();
    var statement = connection.createStatement();
    statement.execute("set role sandi_dispatcher");
    statement.execute("set search_path = dispatcher");
    for (Resource migration : migrations()) {
      statement.execute(migration.getContentAsString(UTF_8));
    }
    statement.execute("reset search_path");
    statement.execute("reset role");
    statement.execute(
        "insert into dispatcher.endpoints (app_id, origin, created_at)"
            + " select 'a', 'http://127.1.0.' || n || ':80', now() from generate_series(1, 7) n");
  }

  private static List<Resource> migrations() throws IOException {
    return Arrays.stream(
            new PathMatchingResourcePatternResolver().getResources("classpath:db/dispatcher/V*"))
        .sorted(Comparator.comparingInt(PrefillTest::version))
        .toList();
  }

  private static int version(Resource migration) {
    String name = Objects.requireNonNull(migration.getFilename());
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  @AfterEach
  void erase() throws SQLException, IOException {
    connection.close();
    postgres.close();
    LocalPostgres.erase(temp.resolve("postgres"));
  }

  @Test
  void whatWaitsIsOfAsManyDaysAsThereMayBeAndWhatIsDueIsNew() throws SQLException {
    // When
    new Prefill(connection).addWaiting(ROWS, 1L << 32, new Progress());

    // Then
    assertThat(number(Prefill.DUE)).isEqualTo(Prefill.due(ROWS)).isPositive();
    assertThat(
            number(
                """
                select count(*) from dispatcher.deliveries
                where next_attempt_at <= now() and created_at > now() - interval '5 minutes'
                """))
        .isEqualTo(Prefill.due(ROWS));
    assertThat(
            number(
                """
                select count(*) from (select tableoid from dispatcher.deliveries
                                      group by 1 having count(*) > 80) as days
                """))
        .isGreaterThanOrEqualTo(Prefill.DAYS - 1);
    assertThat(number(NOT_OF_ITS_TIME)).isZero();
  }

  @Test
  void whatHasEndedIsExhaustedAndCarriesItsNumber() throws SQLException {
    // When
    new Prefill(connection).addExhausted(ROWS, 7L << 32, new Progress());

    // Then
    assertThat(
            number(
                """
                select count(*) from dispatcher.deliveries
                where state = 'exhausted' and ended_at < now() and (first_attempt).http_status = 500
                """))
        .isEqualTo(ROWS);
    assertThat(number(NOT_OF_ITS_TIME)).isZero();
    assertThat(Publisher.number(id("order by substr(event_id::text, 20) limit 1")))
        .isEqualTo(7L << 32);
    assertThat(Publisher.number(id("order by substr(event_id::text, 20) desc limit 1")))
        .isEqualTo((7L << 32) + ROWS - 1);
  }

  private static final String NOT_OF_ITS_TIME =
      """
      select count(*) from dispatcher.deliveries
      where abs(extract(epoch from created_at) * 1000
                - ('x' || left(replace(event_id::text, '-', ''), 12))::bit(48)::bigint) > 1
      """;

  private long number(String sql) throws SQLException {
    try (var row = connection.createStatement().executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private UUID id(String order) throws SQLException {
    try (var row =
        connection
            .createStatement()
            .executeQuery("select event_id from dispatcher.deliveries " + order)) {
      row.next();
      return row.getObject(1, UUID.class);
    }
  }
}
