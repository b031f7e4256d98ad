package dev.sandi.ingress.report;

import dev.sandi.ingress.answer.Written;
import java.nio.charset.StandardCharsets;

/** What the processor has a provider told. */
record Told(int status, String contentType, String body) implements Written {

  Told {
    contentType = contentType == null ? "text/plain" : contentType;
    body = body == null ? "" : body;
  }

  boolean isTaken() {
    return status >= 200 && status < 300;
  }

  /** Whatever the gateway's settings say, which need not be JSON. */
  @Override
  public byte[] json() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
