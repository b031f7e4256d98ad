package dev.sandi.messaging;

import dev.sandi.event.EventType;
import dev.sandi.event.Topics;
import dev.sandi.testing.Broker;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaAdmin.NewTopics;
import org.springframework.kafka.core.KafkaTemplate;

/** Topics of a broker, and the template that services send with. */
final class TestTopics {

  private final String bootstrapServers;

  TestTopics(Broker broker) {
    this.bootstrapServers = broker.bootstrapServers();
  }

  /** Declares the topics of all events, and leaves those that exist. */
  TestTopics withEvents() {
    Arrays.stream(EventType.values())
        .map(EventType::topic)
        .distinct()
        .forEach(topic -> create(new NewTopic(topic, 3, (short) 1)));
    return this;
  }

  /** A new topic, and its dead letters as services declare them. */
  String source() {
    String topic = "source-" + UUID.randomUUID();
    create(new NewTopic(topic, 1, (short) 1));
    declare(new TopicDeclarations(1, (short) 1).deadLetters(topic));
    return topic;
  }

  /** As a service does when it starts. */
  void declare(NewTopics topics) {
    try (var context = new GenericApplicationContext()) {
      context.registerBean(NewTopics.class, () -> topics);
      context.refresh();
      var admin = new KafkaAdmin(Map.of("bootstrap.servers", bootstrapServers));
      admin.setApplicationContext(context);
      if (!admin.initialize()) {
        throw new IllegalStateException("the broker does not take topics");
      }
    }
  }

  private void create(NewTopic topic) {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  KafkaTemplate<byte[], byte[]> template() {
    return new MessagingConfiguration()
        .kafkaTemplate(
            new DefaultKafkaProducerFactory<>(
                Map.of(
                    "bootstrap.servers",
                    bootstrapServers,
                    "acks",
                    "all",
                    "reconnect.backoff.max.ms",
                    1000),
                ByteArraySerializer::new,
                ByteArraySerializer::new));
  }

  static String deadLetters(String source) {
    return Topics.deadLetter(source);
  }
}
