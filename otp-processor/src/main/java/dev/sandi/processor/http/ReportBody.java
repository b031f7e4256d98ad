package dev.sandi.processor.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.value.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The bytes of a report. Not to be changed. */
final class ReportBody {

  static final ReportBody EMPTY = new ReportBody(new byte[0]);

  private final byte[] bytes;

  private ReportBody(byte[] bytes) {
    this.bytes = bytes;
  }

  static ReportBody of(byte[] bytes) {
    return new ReportBody(bytes);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ReportBody of(String base64) {
    try {
      return new ReportBody(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("body should be base64");
    }
  }

  byte[] bytes() {
    return bytes;
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
