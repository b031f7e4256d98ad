package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.value.InvalidValueException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sender that a handset shows.
 *
 * @param address to 11 characters if it is alphanumeric, otherwise to 20 digits; may be empty, if
 *     the SMSC puts in one of its own
 * @param ton as of {@link Numbering}
 * @param npi as of {@link Numbering}
 */
record Source(String address, int ton, int npi) {

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");
  private static final int LONGEST_SHORT_CODE = 8;

  /** The SMSC's own, whatever that is. */
  static final Source NONE = new Source("", 0, 0);

  Source {
    if (!DIGITS.matcher(address).matches()
        && (address.length() > 11 || address.chars().anyMatch(c -> c < ' ' || c >= 0x7F))) {
      throw new InvalidValueException(
          "address: should be 1-20 digits, or 1-11 ASCII characters to be shown");
    }
    Rule.requireRange("ton", ton, 0, 255);
    Rule.requireRange("npi", npi, 0, 255);
  }

  /** What is not said follows from the form of the address. */
  @JsonCreator
  static Source of(@Nullable String address, @Nullable Integer ton, @Nullable Integer npi) {
    String text = address == null ? "" : address;
    boolean international = text.startsWith("+");
    String bare = international ? text.substring(1) : text;
    Source guessed = guess(bare, international);
    return new Source(bare, ton == null ? guessed.ton : ton, npi == null ? guessed.npi : npi);
  }

  private static Source guess(String address, boolean international) {
    if (address.isEmpty()) {
      return NONE;
    }
    if (!DIGITS.matcher(address).matches()) {
      return new Source(address, 5, 0);
    }
    return international || address.length() > LONGEST_SHORT_CODE
        ? new Source(address, Numbering.INTERNATIONAL, Numbering.ISDN)
        : new Source(address, 3, 0);
  }
}
