package dev.sandi.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The text of an SMS with the place of the code: {@code $OTP}, exactly once. */
public record SmsTemplate(@JsonValue String value) {

  /** The text when a client gives none. */
  public static final SmsTemplate DEFAULT = new SmsTemplate("Your verification code is $OTP");

  private static final String PLACE = "$OTP";

  /** Most segments of a message. */
  public static final int MAX_SEGMENTS = 10;

  /** So many characters fit beside any code, even all in pairs that no part may split. */
  private static final int ALWAYS_FIT = MAX_SEGMENTS * 66 - CodeFormat.LONGEST;

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
    if (value.length() > ALWAYS_FIT
        && new SmsText(value.replace(PLACE, "0".repeat(CodeFormat.LONGEST))).segments()
            > MAX_SEGMENTS) {
      throw new InvalidValueException("template should fit into 10 SMS segments");
    }
  }

  public SmsText with(OtpCode code) {
    return with(code, SmsEnding.NONE);
  }

  public SmsText with(OtpCode code, SmsEnding ending) {
    return ending.below(value.replace(PLACE, code.reveal()), code.reveal());
  }

  /** Number of segments with a code of {@code length} characters. */
  public int segments(int length) {
    return segments(length, SmsEnding.NONE);
  }

  /** Number of segments with a code of {@code length} characters and an ending. */
  public int segments(int length, SmsEnding ending) {
    String code = "0".repeat(length);
    return ending.below(value.replace(PLACE, code), code).segments();
  }
}
