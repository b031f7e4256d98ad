package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** How an SMSC writes its message ids, in one of the two places where it does. */
enum IdFormat {
  @JsonProperty("text")
  TEXT("", 0),
  @JsonProperty("hex")
  HEX("[0-9A-Fa-f]{1,64}", 16),
  @JsonProperty("decimal")
  DECIMAL("[0-9]{1,64}", 10);

  private final Pattern digits;
  private final int radix;

  IdFormat(String digits, int radix) {
    this.digits = Pattern.compile(digits);
    this.radix = radix;
  }

  /** The id as both places agree on: a number in decimal, without zeros in front. */
  String canonical(String id) {
    return radix != 0 && digits.matcher(id).matches() ? new BigInteger(id, radix).toString() : id;
  }
}
