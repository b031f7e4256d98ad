package dev.sandi.processor.report;

import dev.sandi.value.SessionId;
import java.util.List;
import java.util.UUID;

/** Sends messages once more that a gateway took to no avail. */
public interface ResendsMessages {

  /**
   * A message to be sent by another gateway.
   *
   * @param code the code that it carries; another one is not sent in its place
   * @param tried the gateways that it is not sent by again
   */
  record Resend(SessionId session, UUID code, List<String> tried) {}

  /**
   * Puts messages on their way, in the caller's transaction. Whoever is told twice does it once.
   */
  void resend(List<Resend> messages);
}
