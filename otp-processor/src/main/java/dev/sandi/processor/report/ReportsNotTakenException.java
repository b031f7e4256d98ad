package dev.sandi.processor.report;

/** Reports could not be taken now; whoever has them should come again. */
class ReportsNotTakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ReportsNotTakenException(String message) {
    super(message);
  }
}
