package dev.sandi.runtime;

/** Failures in one line of a log, without what they carried. */
public final class Failures {

  private Failures() {}

  /** The innermost cause: its type and its first line. */
  public static String describe(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return cause.getClass().getSimpleName()
        + (message == null ? "" : ": " + message.lines().findFirst().orElse(""));
  }
}
