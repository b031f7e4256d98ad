package dev.sandi.processor;

import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Makes claims of messages, and loses the connection before it says so; or does not make them. */
@Primary
class UnheardClaims extends JdbcTemplate {

  private static final String SUBMITTER = "processor-submitter";

  private final AtomicBoolean missNext = new AtomicBoolean();
  private volatile boolean failing;

  UnheardClaims(DataSource database) {
    super(database);
  }

  /** The next claim that claims something is not heard. */
  void missNext() {
    missNext.set(true);
  }

  boolean isMissed() {
    return !missNext.get();
  }

  void failUntilToldOtherwise(boolean fails) {
    failing = fails;
  }

  @Override
  public void query(String sql, RowCallbackHandler rows, Object... arguments) {
    if (!Thread.currentThread().getName().equals(SUBMITTER)) {
      super.query(sql, rows, arguments);
      return;
    }
    if (failing) {
      throw new DataAccessResourceFailureException("the database is away");
    }
    super.query(
        sql,
        row -> {
          if (sql.contains("claim_id") && missNext.getAndSet(false)) {
            throw new DataAccessResourceFailureException("the connection was lost");
          }
          rows.processRow(row);
        },
        arguments);
  }
}
