package dev.sandi.processor.sending;

import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.ProcessorProperties.Ambiguous;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether a message that was claimed is still to be sent. */
@Component
class StillToBeSent {

  /** Of a message whose answers never come: each may be an SMS that is paid for. */
  private static final int MOST_UNANSWERED = 3;

  private final RouteMessages route;
  private final ProcessorProperties properties;

  StillToBeSent(RouteMessages route, ProcessorProperties properties) {
    this.route = route;
    this.properties = properties;
  }

  /** Why it is not, as a stable slug; empty if it is. */
  Optional<String> whyNot(Claimed message, Instant now) {
    if (message.perhapsSent()
        && (ambiguous(message) == Ambiguous.FAIL || message.unanswered() >= MOST_UNANSWERED)) {
      return Optional.of("ambiguous");
    }
    if (!message.expiresAt().isAfter(now)) {
      return Optional.of(message.perhapsSent() ? "ambiguous" : "expired_before_submit");
    }
    if (message.superseded()) {
      return Optional.of("superseded");
    }
    return message.sealedCode() == null
        ? Optional.of("code_ended_before_submit")
        : Optional.empty();
  }

  private Ambiguous ambiguous(Claimed message) {
    Ambiguous ofRoute = message.simulated() ? null : route.route(message).ambiguous();
    return ofRoute == null ? properties.ambiguous() : ofRoute;
  }
}
