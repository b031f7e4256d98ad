package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code data_coding}.
 *
 * @param gsm7 default 0, the SMSC's default alphabet, which is GSM-7 at nearly all operators; the
 *     text is in GSM-7 whatever is said here
 * @param ucs2 default 8
 */
record DataCodings(int gsm7, int ucs2) {

  static final DataCodings USUAL = new DataCodings(0, 8);

  DataCodings {
    Rule.requireRange("gsm7", gsm7, 0, 255);
    Rule.requireRange("ucs2", ucs2, 0, 255);
  }

  @JsonCreator
  static DataCodings of(@Nullable Integer gsm7, @Nullable Integer ucs2) {
    return new DataCodings(gsm7 == null ? USUAL.gsm7 : gsm7, ucs2 == null ? USUAL.ucs2 : ucs2);
  }
}
