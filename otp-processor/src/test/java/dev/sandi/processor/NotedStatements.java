package dev.sandi.processor;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
class NotedStatements extends JdbcTemplate {

  private final Set<String> statements = ConcurrentHashMap.newKeySet();

  NotedStatements(DataSource database) {
    super(database);
  }

  Set<String> statements() {
    return Set.copyOf(statements);
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
