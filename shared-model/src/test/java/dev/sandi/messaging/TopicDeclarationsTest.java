package dev.sandi.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.Topics;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.core.KafkaAdmin;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Holds what is declared against what {@code deploy/docs/asyncapi.yaml} says. */
class TopicDeclarationsTest {

  private static final JsonNode API =
      new YAMLMapper().readTree(Path.of("../deploy/docs/asyncapi.yaml").toFile());
  private static final TopicDeclarations DEFAULTS = new TopicDeclarations(12, (short) 1);

  static Stream<Arguments> declarations() {
    String[] events = {
      Topics.OTP_REQUESTED, Topics.OTP_LIFECYCLE, Topics.CALLBACK_LIFECYCLE, Topics.ERASURES
    };
    String[] settings = {Topics.APPS, Topics.BLOCKLIST};
    return Stream.of(
            DEFAULTS.events(events),
            DEFAULTS.settings(settings),
            DEFAULTS.deadLetters(events),
            DEFAULTS.deadLetters(settings))
        .flatMap(declared -> topics(declared).stream())
        .map(topic -> Arguments.of(topic.name(), topic));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("declarations")
  void areAsDescribed(String name, NewTopic declared) {
    // Given
    JsonNode described = binding(name);

    // When
    Map<String, String> settings = new TreeMap<>(Map.of("cleanup.policy", "delete"));
    settings.putAll(declared.configs());

    // Then
    assertThat(declared.numPartitions()).isEqualTo(described.path("partitions").intValue());
    assertThat(declared.replicationFactor())
        .isEqualTo((short) described.path("replicas").intValue());
    Map<String, String> expected = new TreeMap<>();
    described
        .path("topicConfiguration")
        .properties()
        .forEach(
            entry ->
                expected.put(
                    entry.getKey(),
                    entry.getValue().isArray()
                        ? entry.getValue().get(0).asString()
                        : entry.getValue().asString()));
    assertThat(settings).isEqualTo(expected);
  }

  @Test
  void ofThreeReplicasTwoMustHaveARecordBeforeItIsAcknowledged() {
    // When
    Collection<NewTopic> declared = topics(new TopicDeclarations(12, (short) 3).events("t"));

    // Then
    assertThat(declared)
        .allSatisfy(topic -> assertThat(topic.configs()).containsEntry("min.insync.replicas", "2"));
  }

  private static JsonNode binding(String topic) {
    JsonNode bindings =
        API.path("channels").values().stream()
            .filter(channel -> channel.path("address").stringValue().equals(topic))
            .findFirst()
            .orElseThrow()
            .path("bindings");
    return (bindings.has("$ref")
            ? API.at(bindings.path("$ref").stringValue().substring(1))
            : bindings)
        .path("kafka");
  }

  private static Collection<NewTopic> topics(KafkaAdmin.NewTopics declared) {
    try (var context = new GenericApplicationContext()) {
      context.registerBean(KafkaAdmin.NewTopics.class, () -> declared);
      context.refresh();
      return new Declared(context).newTopics();
    }
  }

  /** What Spring would declare at the broker. */
  private static final class Declared extends KafkaAdmin {

    Declared(GenericApplicationContext context) {
      super(Map.of());
      setApplicationContext(context);
    }

    @Override
    protected Collection<NewTopic> newTopics() {
      return super.newTopics();
    }
  }
}
