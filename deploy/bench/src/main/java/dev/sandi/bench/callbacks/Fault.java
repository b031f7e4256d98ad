package dev.sandi.bench.callbacks;

/** Something that must never be. */
record Fault(Kind kind, String detail) {

  /** Which promise is broken. */
  enum Kind {
    /** No request of it was answered with success, and no end was told. */
    LOST,
    /** Repeated though its receiver took it, and the copy that called did not die of it. */
    REPEATED,
    /** Repeated although a success of it was on record. */
    REPEATED_AFTER_SUCCESS,
    /** More than one attempt of a callback that may be made but once. */
    REPEATED_ALTHOUGH_FORBIDDEN,
    /** A {@code webhook-id} that is no event's. */
    UNKNOWN_ID,
    /** Two attempts of one callback with different bodies. */
    OTHER_BODY,
    /** Still under way when the time to drain was over. */
    NOT_SETTLED,
    /** No event says what became of it. */
    NOT_TOLD
  }

  @Override
  public String toString() {
    return kind + ": " + detail;
  }
}
