package dev.sandi.smsc;

import java.time.Duration;

/**
 * A delivery report that the SMSC sends.
 *
 * @param after so long after the answer to the submit; negative: before it
 * @param stat as in the text of a receipt
 * @param id to send instead of the message's; null for that
 */
public record Report(Duration after, String stat, String err, String id) {

  public static Report of(String stat) {
    return new Report(Duration.ofMillis(20), stat, "000", null);
  }

  public static Report delivered() {
    return of("DELIVRD");
  }

  public Report after(Duration later) {
    return new Report(later, stat, err, id);
  }

  public Report beforeTheAnswer() {
    return after(Duration.ofMillis(-1));
  }

  public Report withError(String code) {
    return new Report(after, stat, code, id);
  }

  public Report ofMessage(String other) {
    return new Report(after, stat, err, other);
  }

  boolean isBeforeTheAnswer() {
    return after.isNegative();
  }
}
