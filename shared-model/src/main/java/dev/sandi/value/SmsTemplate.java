package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The text of an SMS with the place of the code: {@code $OTP}, exactly once. */
public record SmsTemplate(@JsonValue String value) {

  /** The text when a client gives none. */
  public static final SmsTemplate DEFAULT = new SmsTemplate("Your verification code is $OTP");

  private static final String PLACE = "$OTP";
  private static final int LONGEST_CODE = 10;
  private static final int MAX_SEGMENTS = 10;

  @JsonCreator
  public SmsTemplate {
    int place = value.indexOf(PLACE);
    if (place < 0) {
      throw new InvalidValueException("template should contain $OTP");
    }
    if (value.indexOf(PLACE, place + 1) >= 0) {
      throw new InvalidValueException("template should contain $OTP only once");
    }
    // U+0000 cannot be stored as text, nor shown by any handset.
    if (value.indexOf('\0') >= 0) {
      throw new InvalidValueException("template should not contain the NUL character");
    }
    if (filled(value, "0".repeat(LONGEST_CODE)).segments() > MAX_SEGMENTS) {
      throw new InvalidValueException("template should fit into 10 SMS segments");
    }
  }

  public SmsText with(OtpCode code) {
    return filled(value, code.reveal());
  }

  /** Number of segments with a code of {@code length} characters. */
  public int segments(int length) {
    return filled(value, "0".repeat(length)).segments();
  }

  private static SmsText filled(String template, String code) {
    return new SmsText(template.replace(PLACE, code));
  }
}
