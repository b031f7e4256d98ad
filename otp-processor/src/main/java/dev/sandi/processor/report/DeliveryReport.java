package dev.sandi.processor.report;

import dev.sandi.value.SessionId;
import org.jspecify.annotations.Nullable;

/** What a gateway says of a message that it took. */
public sealed interface DeliveryReport {

  SessionId session();

  String gateway();

  /** The gateway's id of the message. */
  String messageId();

  /** The handset has it. */
  record Delivered(SessionId session, String gateway, String messageId) implements DeliveryReport {}

  /**
   * The handset will not get it.
   *
   * @param reason a stable slug
   * @param networkCode the operator's own error code, if it gave one
   */
  record Undelivered(
      SessionId session,
      String gateway,
      String messageId,
      String reason,
      @Nullable String networkCode)
      implements DeliveryReport {}
}
