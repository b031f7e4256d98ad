package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a generated code is made of.
 *
 * <p>With five guesses in 15 minutes and 100 in a row, a code of six digits is guessed with a
 * chance of 1 in 10,000 until the number is locked; one of four digits with 1 in 100, which is
 * allowed and below what NIST SP 800-63B-4, section 3.1.3.2, asks (20 bits).
 *
 * @param length number of characters, 4 to 10
 */
public record CodeFormat(int length, Alphabet alphabet) {

  /** Six digits. */
  public static final CodeFormat DEFAULT = new CodeFormat(6, Alphabet.NUMERIC);

  public static final int SHORTEST = 4;
  public static final int LONGEST = 10;

  /** The characters of a code; {@link #toString()} is its name on the wire. */
  public enum Alphabet {
    /** Digits. */
    NUMERIC("0123456789"),
    /**
     * Digits and capital letters without those that look alike (0 and O, 1, I and L), and without
     * the vowels that would make words.
     */
    ALPHANUMERIC("23456789BCDFGHJKMNPQRSTVWXYZ");

    private final String symbols;

    Alphabet(String symbols) {
      this.symbols = symbols;
    }

    /** Every character once. */
    public String symbols() {
      return symbols;
    }

    /** All names. */
    public static List<String> names() {
      return Arrays.stream(values()).map(Alphabet::toString).toList();
    }

    /**
     * Reads a name.
     *
     * @throws InvalidValueException if it is none
     */
    @JsonCreator
    public static Alphabet of(String name) {
      return Arrays.stream(values())
          .filter(alphabet -> alphabet.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new InvalidValueException(
                      "alphabet should be one of " + String.join(", ", names())));
    }

    @JsonValue
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @JsonCreator
  public CodeFormat(
      @JsonProperty("length") int length, @JsonProperty("alphabet") Alphabet alphabet) {
    if (length < SHORTEST || length > LONGEST) {
      throw new InvalidValueException(
          "code length should between %d-%d characters".formatted(SHORTEST, LONGEST));
    }
    if (alphabet == null) {
      throw new InvalidValueException("alphabet is missing");
    }
    this.length = length;
    this.alphabet = alphabet;
  }

  /** Number of different codes. */
  @JsonIgnore
  public long codes() {
    long codes = 1;
    for (int i = 0; i < length; i++) {
      codes *= alphabet.symbols().length();
    }
    return codes;
  }
}
