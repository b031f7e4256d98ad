package dev.sandi.processor.check;

import dev.sandi.runtime.Failures;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Tells of checks that fail: each time by a counter, in the log when it begins and ends. */
@Component
class FailedChecks {

  private static final Logger log = LoggerFactory.getLogger(FailedChecks.class);

  private static final String METRIC = "sandi.processor.check.failed";

  private final MeterRegistry metrics;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  FailedChecks(MeterRegistry metrics) {
    this.metrics = metrics;
    for (CheckName name : CheckName.values()) {
      var unused = metrics.counter(METRIC, "check", name.text());
    }
  }

  /** It is passed over, for itself alone. */
  void failed(Collection<String> checks, Throwable failure) {
    for (String check : checks) {
      metrics.counter(METRIC, "check", check).increment();
      if (failing.add(check)) {
        log.error(
            "Check {} fails and is passed over: {}", check, Failures.describeWithoutData(failure));
      }
    }
  }

  void worked(String check) {
    if (failing.remove(check)) {
      log.info("Check {} works again", check);
    }
  }

  /** Whether waiting helps: a database that is away, or a conflict with another copy. */
  static boolean isPassing(DataAccessException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        // Connections, conflicts, resources and operators (PostgreSQL manual, appendix A).
        return Set.of("08", "40", "53", "55", "57", "58")
            .contains(sql.getSQLState().substring(0, Math.min(2, sql.getSQLState().length())));
      }
    }
    return true;
  }
}
