package dev.sandi.runtime;

import java.sql.SQLException;
import java.util.Arrays;

/** Failures in one line of a log, without what they carried. */
public final class Failures {

  private static final String OURS = "dev.sandi.";

  private Failures() {}

  /**
   * The innermost cause of what data led to: its type and where it was thrown, or its SQLSTATE. Its
   * message only if it is our own: others quote what they could not take, which may be a code.
   */
  public static String describeWithoutData(Throwable failure) {
    Throwable cause = innermost(failure);
    if (cause.getClass().getName().startsWith(OURS)) {
      return describe(cause);
    }
    if (cause instanceof SQLException sql) {
      return cause.getClass().getSimpleName() + ": SQLSTATE " + sql.getSQLState();
    }
    return cause.getClass().getSimpleName()
        + Arrays.stream(cause.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith(OURS))
            .findFirst()
            .map(frame -> " at " + frame)
            .orElse("");
  }

  /** The innermost cause of a failure of the surroundings: its type and its first line. */
  public static String describe(Throwable failure) {
    Throwable cause = innermost(failure);
    String message = cause.getMessage();
    return cause.getClass().getSimpleName()
        + (message == null ? "" : ": " + message.lines().findFirst().orElse(""));
  }

  private static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }
}
