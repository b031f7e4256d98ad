package dev.sandi.processor.simulator;

import dev.sandi.value.InvalidValueException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** What handsets do whose msisdn begins with certain digits. They are few, and the same for all. */
@Repository
class Behaviours {

  static final int MOST = 1000;

  private static final String ALL =
      "select prefix, outcome, latency, report_after, reason, network_code from simulator_outcomes";

  /** Whoever adds one waits for whoever else does, or there could be more than there may be. */
  private static final String LOCK = "lock table simulator_outcomes in share row exclusive mode";

  private static final String PUT =
      """
      insert into simulator_outcomes
        (prefix, outcome, latency, report_after, reason, network_code)
      select ?, ?, ?, ?, ?, ?
      where exists (select from simulator_outcomes where prefix = ?)
         or (select count(*) from simulator_outcomes) < ?
      on conflict (prefix) do update
        set outcome = excluded.outcome, latency = excluded.latency,
            report_after = excluded.report_after, reason = excluded.reason,
            network_code = excluded.network_code
      """;

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;

  Behaviours(JdbcTemplate jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  private record Row(String prefix, Behaviour behaviour) {}

  /** All of them by prefix, in order. */
  Map<String, Behaviour> all() {
    Map<String, Behaviour> all = new TreeMap<>();
    List<Row> rows = jdbc.query(ALL, Behaviours::read);
    rows.forEach(row -> all.put(row.prefix(), row.behaviour()));
    return all;
  }

  Optional<Behaviour> find(String prefix) {
    return jdbc.query(ALL + " where prefix = ?", Behaviours::read, prefix).stream()
        .map(Row::behaviour)
        .findFirst();
  }

  /**
   * The one with the longest prefix of a number.
   *
   * @param all by prefix
   */
  static Optional<Behaviour> of(String digits, Map<String, Behaviour> all) {
    if (!all.isEmpty()) {
      for (int length = digits.length(); length > 0; length--) {
        Behaviour behaviour = all.get(digits.substring(0, length));
        if (behaviour != null) {
          return Optional.of(behaviour);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Sets one.
   *
   * @throws InvalidValueException if there are as many as there may be
   */
  void put(String prefix, Behaviour behaviour) {
    Integer written =
        transactions.execute(
            status -> {
              jdbc.execute(LOCK);
              return jdbc.update(
                  PUT,
                  prefix,
                  behaviour.outcome().toString(),
                  behaviour.latency().toMillis(),
                  behaviour.reportAfter().toMillis(),
                  behaviour.reason(),
                  behaviour.networkCode(),
                  prefix,
                  MOST);
            });
    if (written == null || written == 0) {
      throw new InvalidValueException("there are %d outcomes: delete some first".formatted(MOST));
    }
  }

  void delete(String prefix) {
    jdbc.update("delete from simulator_outcomes where prefix = ?", prefix);
  }

  void deleteAll() {
    jdbc.update("delete from simulator_outcomes");
  }

  private static Row read(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getString("prefix"),
        new Behaviour(
            HandsetOutcome.of(row.getString("outcome")),
            Duration.ofMillis(row.getLong("latency")),
            Duration.ofMillis(row.getLong("report_after")),
            row.getString("reason"),
            row.getString("network_code")));
  }
}
