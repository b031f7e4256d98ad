package dev.sandi.processor.report;

import dev.sandi.value.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that a gateway took, with what it reported so far.
 *
 * @param id a UUID of version 7: of two messages of a session the greater is the newer
 */
record GatewayMessage(UUID id, SessionId session, String gateway, List<Part> parts) {

  /**
   * One part of it, which has a report of its own.
   *
   * @param delivered null until it is reported
   */
  record Part(
      String messageId,
      @Nullable Boolean delivered,
      @Nullable String reason,
      @Nullable String networkCode) {}

  /** A message is of use if all of it arrives. */
  boolean isDelivered() {
    return parts.stream().allMatch(part -> Boolean.TRUE.equals(part.delivered()));
  }

  boolean isUndelivered() {
    return lost().isPresent();
  }

  /** What is told of it, if it is final. */
  Optional<DeliveryReport> report() {
    if (isDelivered()) {
      return Optional.of(new DeliveryReport.Delivered(session, gateway, parts.get(0).messageId()));
    }
    return lost()
        .map(
            part ->
                new DeliveryReport.Undelivered(
                    session,
                    gateway,
                    part.messageId(),
                    part.reason() == null ? "unknown" : part.reason(),
                    part.networkCode()));
  }

  private Optional<Part> lost() {
    return parts.stream().filter(part -> Boolean.FALSE.equals(part.delivered())).findFirst();
  }
}
