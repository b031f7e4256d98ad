package dev.sandi.testing;

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
    AtomicInteger number = new AtomicInteger();
    String numbered =
        Pattern.compile("\\?").matcher(sql).replaceAll(mark -> "\\$" + number.incrementAndGet());
    return String.join("\n", queryForList("select explain_noted(?)", String.class, numbered));
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
