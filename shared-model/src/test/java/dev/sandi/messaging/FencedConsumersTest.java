package dev.sandi.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ConsumerStartedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent.Reason;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/** What becomes of a consumer that was fenced and does not start again. */
class FencedConsumersTest {

  private final AtomicInteger starts = new AtomicInteger();
  private final FencedConsumers fenced = new FencedConsumers(Duration.ofMillis(10));
  private final ConcurrentMessageListenerContainer<byte[], byte[]> container =
      new ConcurrentMessageListenerContainer<>(
          new DefaultKafkaConsumerFactory<>(Map.of(), this::failing, ByteArrayDeserializer::new),
          properties());

  @AfterEach
  void close() {
    fenced.close();
  }

  @Test
  void aMomentOfThemIsAPauseAndAMinuteOfFailedStartsIsTheEnd() {
    // When
    fence();

    // Then
    assertThat(fenced.startsAgain(container)).isTrue();
    assertThat(fenced.pauses(container)).isTrue();

    // When
    await().until(() -> starts.get() > 0);

    // Then
    await().until(() -> !fenced.pauses(container));
    await().until(() -> !fenced.startsAgain(container));
    assertThat(starts.get()).isGreaterThanOrEqualTo(12);
    await().until(() -> !container.isInExpectedState());
  }

  @Test
  void eachStopIsBelievedToBeAPauseForAMomentAndNotOnlyTheOneBeforeTheFirstStart() {
    // Given: asked before it has started
    await().until(() -> !fenced.pauses(container));

    // When
    fenced.onApplicationEvent(new ConsumerStartedEvent(container, container));

    // Then
    assertThat(fenced.pauses(container)).isTrue();
    await().until(() -> !fenced.pauses(container));
  }

  private void fence() {
    fenced.onApplicationEvent(new ConsumerStoppedEvent(container, container, Reason.FENCED));
  }

  private ByteArrayDeserializer failing() {
    starts.incrementAndGet();
    throw new KafkaException("No resolvable bootstrap urls");
  }

  private static ContainerProperties properties() {
    ContainerProperties properties = new ContainerProperties("topic");
    properties.setGroupId("group");
    properties.setMessageListener((MessageListener<byte[], byte[]>) record -> {});
    return properties;
  }
}
