package dev.sandi.bench.sending;

/** Something that must never be. */
public record Violation(Kind kind, String detail) {

  /** Which promise is broken. */
  public enum Kind {
    /** Accepted, and neither an SMS nor a failure came of it. */
    LOST,
    /** A second SMS, though the first submit left no doubt. */
    DOUBLED,
    /** A second SMS where the setting allows none. */
    DOUBLED_ALTHOUGH_FORBIDDEN,
    /** An SMS that nobody was answered 201 for. */
    UNASKED,
    /** A submit was acknowledged, and no event says so. */
    SENT_NOT_TOLD,
    /** An event says so of a submit that the SMSC does not know. */
    SENT_UNFOUNDED,
    /** Two events say so of one submit. */
    SENT_TOLD_TWICE,
    NO_END,
    SEVERAL_ENDS,
    /** Sandi has counted fewer ambiguous submits than there were. */
    NOT_COUNTED,
    /** Something was still on its way when the time to drain was over. */
    NOT_DRAINED
  }

  @Override
  public String toString() {
    return kind + ": " + detail;
  }
}
