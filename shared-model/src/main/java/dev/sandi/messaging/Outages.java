package dev.sandi.messaging;

import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.kafka.KafkaException;
import org.springframework.transaction.TransactionException;

/**
 * Tells whether a failure is of the surroundings, so that waiting helps, or of the record itself.
 *
 * <p>Of what Postgres says (PostgreSQL manual, appendix A), only bad data (22), broken constraints
 * (23), the same row twice in one statement (21) and a value that exceeds a limit (54) are the
 * record's fault. Everything else, a missing table included, would fail for every record, and none
 * must be thrown aside for it.
 */
final class Outages {

  private static final Set<String> FAULTS_OF_DATA = Set.of("21", "22", "23", "54");

  private Outages() {}

  static boolean isOutage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return !isFaultOfData(sql.getSQLState());
      }
      if (cause instanceof PublishFailedException || cause instanceof RetriableException) {
        return true;
      }
      // This service is stopped: the record comes again when it is started.
      if (cause instanceof InterruptException || cause instanceof InterruptedException) {
        return true;
      }
    }
    // Without a word of the database: a row too many or too few is what the record led to.
    return (failure instanceof DataAccessException
            && !(failure instanceof DataRetrievalFailureException))
        || failure instanceof TransactionException
        || failure instanceof KafkaException;
  }

  private static boolean isFaultOfData(@Nullable String state) {
    return state != null && state.length() == 5 && FAULTS_OF_DATA.contains(state.substring(0, 2));
  }
}
