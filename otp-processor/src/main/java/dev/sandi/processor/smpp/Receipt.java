package dev.sandi.processor.smpp;

import dev.sandi.processor.gateway.GatewayReport;
import org.jspecify.annotations.Nullable;

/**
 * A delivery receipt.
 *
 * @param messageId as it is written there
 * @param networkCode the operator's; absent if it is none or zero
 */
record Receipt(String messageId, MessageState state, @Nullable String networkCode) {

  /**
   * As the rest of the processor has it.
   *
   * @param id {@link #messageId} in its canonical form
   */
  GatewayReport report(String gateway, String id) {
    return state == MessageState.DELIVERED
        ? GatewayReport.delivered(gateway, id)
        : GatewayReport.undelivered(gateway, id, state.slug(), networkCode);
  }
}
