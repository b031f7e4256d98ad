package dev.sandi.value;

import org.jspecify.annotations.Nullable;

/**
 * The lines below the text of an SMS by which a phone fills in its code. The browser's line is the
 * last one, as its format demands; the app's may stand anywhere.
 */
public record SmsEnding(@Nullable WebOtpDomain webOtp, @Nullable AndroidHash androidHash) {

  /** No such lines. */
  public static final SmsEnding NONE = new SmsEnding(null, null);

  public boolean isEmpty() {
    return webOtp == null && androidHash == null;
  }

  /** A text with these lines. */
  public SmsText below(String text, String code) {
    if (isEmpty()) {
      return new SmsText(text);
    }
    StringBuilder lines = new StringBuilder(text);
    if (androidHash != null) {
      lines.append('\n').append(androidHash);
    }
    if (webOtp != null) {
      lines.append("\n@").append(webOtp).append(" #").append(code);
    }
    return new SmsText(lines.toString());
  }
}
