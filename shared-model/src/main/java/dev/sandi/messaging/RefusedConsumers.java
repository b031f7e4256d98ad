package dev.sandi.messaging;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ConsumerRetryAuthSuccessfulEvent;
import org.springframework.kafka.event.KafkaEvent;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * The consumers that the broker refuses, or that do not believe it to be the broker: its
 * certificate, our password, our rights. They ask again until it has changed.
 */
final class RefusedConsumers implements ApplicationListener<KafkaEvent> {

  private static final Logger log = LoggerFactory.getLogger(RefusedConsumers.class);

  /** By what runs each; the value is the listener's id. */
  private final Map<Object, String> refused = new ConcurrentHashMap<>();

  @Override
  public void onApplicationEvent(KafkaEvent event) {
    if (event instanceof ConsumerRetryAuthEvent refusal) {
      String listener =
          String.valueOf(refusal.getContainer(MessageListenerContainer.class).getListenerId());
      if (refused.put(refusal.getSource(), listener) == null) {
        log.warn(
            "{}: no {} with the broker. It is asked again; see SANDI_KAFKA_TLS… and"
                + " SANDI_KAFKA_USERNAME, SANDI_KAFKA_PASSWORD",
            listener,
            refusal.getReason() == ConsumerRetryAuthEvent.Reason.AUTHORIZATION
                ? "authorization"
                : "authentication");
      }
    } else if (event instanceof ConsumerRetryAuthSuccessfulEvent
        && refused.remove(event.getSource()) != null) {
      log.info("The broker lets a consumer in again");
    }
  }

  /** The ids of their listeners. */
  Set<String> listeners() {
    return Set.copyOf(refused.values());
  }
}
