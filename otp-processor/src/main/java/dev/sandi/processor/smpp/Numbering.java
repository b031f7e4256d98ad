package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * Type of number and numbering plan of an address.
 *
 * @param ton 0 unknown, 1 international, 2 national, 3 network specific, 4 subscriber, 5
 *     alphanumeric, 6 abbreviated
 * @param npi 0 unknown, 1 ISDN (E.164), 3 data, 4 telex, 6 land mobile, 8 national, 9 private, 10
 *     ERMES, 14 internet, 18 WAP
 */
record Numbering(int ton, int npi) {

  static final int INTERNATIONAL = 1;
  static final int ISDN = 1;

  /** Of numbers with the international prefix. */
  static final Numbering E164 = new Numbering(INTERNATIONAL, ISDN);

  Numbering {
    Rule.requireRange("ton", ton, 0, 255);
    Rule.requireRange("npi", npi, 0, 255);
  }

  @JsonCreator
  static Numbering of(@Nullable Integer ton, @Nullable Integer npi) {
    return new Numbering(ton == null ? INTERNATIONAL : ton, npi == null ? ISDN : npi);
  }
}
