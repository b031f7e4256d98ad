package dev.sandi.testing;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.SqlProvider;
import org.springframework.jdbc.core.StatementCallback;

/** Asks the database, and notes with what statements. */
@Primary
public class NotedStatements extends JdbcTemplate {

  /** Only within a function may the statement have parameters without values. */
  private static final String EXPLAIN =
      """
      create or replace function explain_noted(noted text) returns setof text language plpgsql as $$
        begin
          return query execute 'explain (generic_plan) ' || noted;
        end $$
      """;

  private final Set<String> statements = ConcurrentHashMap.newKeySet();

  NotedStatements(DataSource database) {
    super(database);
  }

  public Set<String> statements() {
    return Set.copyOf(statements);
  }

  /** The plan of a statement that is kept for all values, line by line. */
  public String plan(String sql) {
    execute(EXPLAIN);
    String numbered = numbered(sql);
    return String.join("\n", queryForList("select explain_noted(?)", String.class, numbered));
  }

  /**
   * What is left of that plan when it is executed with some values.
   *
   * @param values as they stand in SQL
   */
  public String planWith(String sql, String... values) {
    return Objects.requireNonNull(
        execute(
            (StatementCallback<String>)
                statement -> {
                  statement.execute("set plan_cache_mode = force_generic_plan");
                  statement.execute("prepare noted as " + numbered(sql));
                  List<String> plan = new ArrayList<>();
                  String explain =
                      "explain execute noted (%s)".formatted(String.join(", ", values));
                  try (ResultSet lines = statement.executeQuery(explain)) {
                    while (lines.next()) {
                      plan.add(lines.getString(1));
                    }
                  }
                  statement.execute("deallocate noted");
                  statement.execute("reset plan_cache_mode");
                  return String.join("\n", plan);
                }));
  }

  private static String numbered(String sql) {
    AtomicInteger number = new AtomicInteger();
    return Pattern.compile("\\?").matcher(sql).replaceAll(m -> "\\$" + number.incrementAndGet());
  }

  private void note(PreparedStatementCreator creator) {
    if (creator instanceof SqlProvider provider && provider.getSql() != null) {
      statements.add(provider.getSql());
    }
  }

  @Override
  public <T> @Nullable T query(
      PreparedStatementCreator creator,
      @Nullable PreparedStatementSetter setter,
      ResultSetExtractor<T> extractor) {
    note(creator);
    return super.query(creator, setter, extractor);
  }

  @Override
  protected int update(PreparedStatementCreator creator, @Nullable PreparedStatementSetter setter) {
    note(creator);
    return super.update(creator, setter);
  }
}
