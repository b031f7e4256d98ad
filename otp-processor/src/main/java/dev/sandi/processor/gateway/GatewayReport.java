package dev.sandi.processor.gateway;

import org.jspecify.annotations.Nullable;

/**
 * What a gateway says of a message that it took, a delivery report (DLR). It may come before the
 * answer to the submit, more than once, for a message that nobody knows, and to any copy.
 *
 * @param messageId one of the ids of {@link SubmitResult.Accepted}
 * @param reason why it was not delivered, in a stable slug; absent if it was
 * @param networkCode the operator's own error code, if it gave one
 */
public record GatewayReport(
    String gateway,
    String messageId,
    State state,
    @Nullable String reason,
    @Nullable String networkCode) {

  /** What became of the message; what is not final is not reported. */
  public enum State {
    DELIVERED,
    UNDELIVERED
  }

  public static GatewayReport delivered(String gateway, String messageId) {
    return new GatewayReport(gateway, messageId, State.DELIVERED, null, null);
  }

  public static GatewayReport undelivered(
      String gateway, String messageId, String reason, @Nullable String networkCode) {
    return new GatewayReport(gateway, messageId, State.UNDELIVERED, reason, networkCode);
  }
}
