package dev.sandi.bench.crash;

import java.util.Locale;

/** What must hold, whatever dies. */
enum Promise {
  LOST("accepted, and neither an SMS nor a failure came of it"),
  DOUBLED("a second SMS, though the first submit left no doubt"),
  UNASKED("an SMS that nobody was answered 201 for"),
  ORDERED_TWICE("two sessions of one Idempotency-Key"),
  SENT_NOT_TOLD("an acknowledged submit, and no otp.sent"),
  SENT_UNFOUNDED("an otp.sent without its submit"),
  SENT_TOLD_TWICE("two otp.sent of one submit"),
  NO_END("a session without an end"),
  SEVERAL_ENDS("a session with several ends"),
  NOT_COUNTED("ambiguous submits that Sandi did not count"),
  VERIFIED_TWICE("a code that verified twice"),
  RIGHT_CODE_REFUSED("a right code that was refused"),
  VERIFIED_NOT_TOLD("a 200 to a verification, and no otp.verified"),
  NOT_EXPIRED("a code that was sent and not verified, and no otp.expired"),
  CALLBACK_MISSING("an event that its receiver was never told"),
  CALLBACK_UNFOUNDED("a callback of no event"),
  CALLBACK_REPEATED("a callback made again without a reason"),
  CALLBACK_CHANGED("a callback whose second body is another one"),
  CALLBACK_NOT_TOLD("a callback that was taken, and no callback.delivered"),
  QUOTA("quota used that is not what was accepted"),
  STATUS("a session whose status is not how it ended"),
  LIVENESS_DENIED("not alive, by a copy that was not stopped"),
  READINESS_CLAIMED("ready, by a copy that has no database"),
  READINESS_DENIED("not ready, by a copy that has its database"),
  NOT_DRAINED("something still on its way at the end");

  private final String words;

  Promise(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
