package dev.sandi.processor.check;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that was seen: who asked for which number, and when.
 *
 * @param verifiedAt when its code was entered, as far as a check may ask for it
 */
record Seen(String owner, long number, Instant at, UUID session, @Nullable Instant verifiedAt) {

  /** As Postgres orders them. */
  static final Comparator<Seen> BY_TIME =
      Comparator.comparing(Seen::at).thenComparing(Seen::session, UnsignedIds::compare);

  static Seen of(Asked asked) {
    return new Seen(asked.owner(), asked.number(), asked.at(), asked.session().value(), null);
  }

  /**
   * Whether somebody had entered its code by then. Asked of the moment of another request and not
   * of now, so that a decision is the same when that request has waited.
   */
  boolean isVerified(Instant then) {
    return verifiedAt != null && !verifiedAt.isAfter(then);
  }

  long prefix() {
    return number / Asked.BELOW_PREFIX;
  }

  /** Java compares the halves of a UUID as signed numbers, Postgres its bytes. */
  private static final class UnsignedIds {
    static int compare(UUID a, UUID b) {
      int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
      return high != 0
          ? high
          : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
  }
}
