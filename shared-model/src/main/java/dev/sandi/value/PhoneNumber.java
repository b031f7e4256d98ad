package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An msisdn: 4 to 16 digits with the international prefix and without a plus sign.
 *
 * <p>{@link #toString()} masks it; {@link #digits()} is the number.
 */
public record PhoneNumber(@JsonValue String digits) {

  /**
   * Stands where a number was erased: in rows, and in what is told of its sessions from then on. No
   * numbering plan has such a number (ITU-T E.164: a country code does not begin with 0).
   */
  public static final PhoneNumber ERASED = new PhoneNumber("0000");

  private static final int SUBSCRIBER_DIGITS = 3;

  public PhoneNumber {
    if (digits.length() < 4 || digits.length() > 16) {
      throw new InvalidValueException("msisdn length should between 4-16 characters");
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        throw new InvalidValueException("msisdn should contain digits only");
      }
    }
  }

  /**
   * Reads an msisdn as clients write it: a leading {@code +} is dropped.
   *
   * @throws InvalidValueException if what remains is not an msisdn
   */
  @JsonCreator
  public static PhoneNumber of(String text) {
    return new PhoneNumber(text.startsWith("+") ? text.substring(1) : text);
  }

  /**
   * The number without its last three digits: a run of neighbouring numbers shares it, so they stay
   * in order in one partition.
   */
  public String neighbourhood() {
    return digits.substring(0, digits.length() - SUBSCRIBER_DIGITS);
  }

  /** The number with its middle hidden, as in {@code 62821******01}. */
  public String masked() {
    int tail = digits.length() < 7 ? 1 : 2;
    int head = Math.max(0, Math.min(5, digits.length() - 6));
    return digits.substring(0, head)
        + "*".repeat(digits.length() - head - tail)
        + digits.substring(digits.length() - tail);
  }

  public boolean isErased() {
    return equals(ERASED);
  }

  /** A text with {@link #ERASED} wherever it had this number. */
  public String eraseFrom(String text) {
    return isErased() ? text : text.replace(digits, ERASED.digits);
  }

  @Override
  public String toString() {
    return masked();
  }
}
