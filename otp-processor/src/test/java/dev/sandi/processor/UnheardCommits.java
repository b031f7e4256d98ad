package dev.sandi.processor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Makes commits of answers of gateways, and loses the connection before it says so. */
class UnheardCommits extends JdbcTransactionManager {

  private static final long serialVersionUID = 1;
  private static final String RECORDER = "processor-recorder";

  private final transient AtomicReference<@Nullable Runnable> next = new AtomicReference<>();

  UnheardCommits(DataSource database) {
    super(database);
  }

  /**
   * The next commit of the recorder is not heard.
   *
   * @param meanwhile happens between the commit and the failure
   */
  void missNext(Runnable meanwhile) {
    next.set(meanwhile);
  }

  boolean isMissed() {
    return next.get() == null;
  }

  @Override
  protected void doCommit(DefaultTransactionStatus status) {
    super.doCommit(status);
    if (Thread.currentThread().getName().equals(RECORDER)) {
      Runnable meanwhile = next.getAndSet(null);
      if (meanwhile != null) {
        // Not in this transaction, which is over, but whose connection is still this thread's.
        CompletableFuture.runAsync(meanwhile).join();
        throw new DataAccessResourceFailureException("the connection was lost");
      }
    }
  }
}
