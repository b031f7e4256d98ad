package dev.sandi.processor.smpp;

import dev.sandi.processor.gateway.GatewayReport;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delivery receipt.
 *
 * @param messageId as it is written there
 * @param networkCode the operator's; absent if it is none or zero
 * @param networkReason what the code means, if the receipt says whose it is
 */
record Receipt(
    String messageId,
    MessageState state,
    @Nullable String networkCode,
    @Nullable String networkReason) {

  Receipt(String messageId, MessageState state, @Nullable String networkCode) {
    this(messageId, state, networkCode, null);
  }

  /**
   * As the rest of the processor has it.
   *
   * @param id {@link #messageId} in its canonical form
   * @param reasons what the operator's codes mean, by {@link #canonical}
   */
  GatewayReport report(String gateway, String id, Map<String, String> reasons) {
    return state == MessageState.DELIVERED
        ? GatewayReport.delivered(gateway, id)
        : GatewayReport.undelivered(gateway, id, reason(reasons), networkCode);
  }

  private String reason(Map<String, String> reasons) {
    String configured = networkCode == null ? null : reasons.get(canonical(networkCode));
    if (configured != null) {
      return configured;
    }
    return networkReason == null ? state.slug() : networkReason;
  }

  /** Operators write numbers with and without zeros in front. */
  static String canonical(String networkCode) {
    return networkCode.replaceFirst("^0+(?=[0-9]+$)", "");
  }
}
