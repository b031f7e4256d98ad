package dev.sandi.ingress.blocklist;

import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * What is blocked, and for whom; written {@code [<app id>/]<digits>[*]} as the key of {@code
 * blocklist.v1}.
 *
 * @param digits the msisdn, or its first digits
 * @param prefix whether {@code digits} are the beginning of the blocked numbers
 * @param appId the app that it is blocked for; null for all apps
 */
record BlockKey(String digits, boolean prefix, @Nullable AppId appId) {

  private static final int LONGEST = 16;
  private static final int SHORTEST_NUMBER = 4;

  BlockKey {
    if (digits.isEmpty() || digits.length() > LONGEST) {
      throw new InvalidValueException("digits should be 1-16 digits");
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        throw new InvalidValueException("digits should be digits only, with a * behind a prefix");
      }
    }
    if (!prefix && digits.length() < SHORTEST_NUMBER) {
      throw new InvalidValueException("digits of a number should be 4-16 digits");
    }
  }

  /**
   * Reads digits as people write them: a leading {@code +} is dropped, a {@code *} behind them
   * makes them a prefix.
   *
   * @param prefix what is said beside the digits; null if nothing is
   * @throws InvalidValueException if they are none, or {@code prefix} contradicts the {@code *}
   */
  static BlockKey of(String text, @Nullable Boolean prefix, @Nullable AppId appId) {
    boolean star = text.endsWith("*");
    if (star && prefix != null && !prefix) {
      throw new InvalidValueException("digits with a * behind them are a prefix");
    }
    String digits = text.substring(text.startsWith("+") ? 1 : 0, text.length() - (star ? 1 : 0));
    return new BlockKey(digits, star || (prefix != null && prefix), appId);
  }

  /**
   * Reads what {@link #toString()} writes.
   *
   * @throws InvalidValueException if it is no key
   */
  static BlockKey parse(String text) {
    int slash = text.indexOf('/');
    return of(
        text.substring(slash + 1), null, slash < 0 ? null : new AppId(text.substring(0, slash)));
  }

  @Override
  public String toString() {
    return (appId == null ? "" : appId.value() + "/") + digits + (prefix ? "*" : "");
  }
}
