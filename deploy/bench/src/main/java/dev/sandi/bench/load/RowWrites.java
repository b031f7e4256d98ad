package dev.sandi.bench.load;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.PathInstallation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows that were inserted, updated and deleted, as the database counts them: by table, those of all
 * days together.
 */
record RowWrites(Map<String, Long> byTable) {

  private static final String COUNT =
      """
      select schemaname || '.' || regexp_replace(relname, '_\\d{8}$', '') as name,
             sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint as writes
      from pg_stat_user_tables where schemaname in ('ingress', 'processor', 'dispatcher')
      group by 1
      """;

  /** What is less than this is no part of each order. */
  private static final double LEAST = 0.05;

  static RowWrites until(PathInstallation installation) {
    Map<String, Long> byTable = new HashMap<>();
    try (var connection = installation.superuser();
        var statement = connection.createStatement();
        ResultSet tables = statement.executeQuery(COUNT)) {
      while (tables.next()) {
        byTable.put(tables.getString("name"), tables.getLong("writes"));
      }
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not tell what it wrote.", e);
    }
    return new RowWrites(byTable);
  }

  RowWrites since(RowWrites before) {
    Map<String, Long> since = new HashMap<>(byTable);
    since.replaceAll((table, writes) -> writes - before.byTable().getOrDefault(table, 0L));
    return new RowWrites(since);
  }

  /** All, and of which tables. */
  String perOrder(long orders) {
    double all = byTable.values().stream().mapToLong(Long::longValue).sum() / (double) orders;
    return byTable.entrySet().stream()
        .filter(table -> table.getValue() >= LEAST * orders)
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .map(t -> String.format(Locale.ROOT, "%s %.1f", t.getKey(), t.getValue() / (double) orders))
        .collect(Collectors.joining(", ", String.format(Locale.ROOT, "%.1f: ", all), ""));
  }
}
