package dev.sandi.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Holds {@code deploy/docs/asyncapi.yaml} against the one table of events. */
class AsyncApiTest {

  private static final Path FILE = Path.of("../deploy/docs/asyncapi.yaml");
  private static final JsonNode API = new YAMLMapper().readTree(FILE.toFile());

  static Stream<String> topics() {
    return Stream.of(
        Topics.OTP_REQUESTED,
        Topics.OTP_LIFECYCLE,
        Topics.CALLBACK_LIFECYCLE,
        Topics.APPS,
        Topics.BLOCKLIST,
        Topics.ERASURES);
  }

  @Test
  void speaksOfEachTopicAndItsDeadLettersAndOfNoOther() {
    // When
    var addresses = API.path("channels").values().stream().map(c -> c.path("address"));

    // Then
    assertThat(addresses.map(JsonNode::stringValue))
        .containsExactlyInAnyOrderElementsOf(
            topics().flatMap(topic -> Stream.of(topic, Topics.deadLetter(topic))).toList());
  }

  @Test
  void listsEveryTopicThatCarriesAnEvent() {
    assertThat(topics())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(EventType.values()).map(EventType::topic).distinct().toList());
  }

  @ParameterizedTest
  @MethodSource("topics")
  void putsTheMessagesOnTheirChannel(String topic) {
    // When
    var names = channel(topic).path("messages").values().stream().map(AsyncApiTest::resolve);

    // Then
    assertThat(names.map(message -> message.path("name").stringValue()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(EventType.values())
                .filter(type -> type.topic().equals(topic))
                .map(EventType::wireName)
                .toList());
  }

  @ParameterizedTest
  @EnumSource
  void describesAMessageByItsSchema(EventType type) {
    // When
    var message = API.path("components").path("messages").path(type.record().getSimpleName());

    // Then
    assertThat(message.path("name").stringValue()).isEqualTo(type.wireName());
    assertThat(message.path("contentType").stringValue()).isEqualTo("application/json");
    var schema = FILE.resolveSibling(message.path("payload").path("$ref").stringValue());
    assertThat(schema).exists();
    assertThat(Contract.JSON.readTree(schema.toFile())).isEqualTo(Contract.schema(type));
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheRuleOfTheKey(EventType type) {
    // Given
    var message = API.path("components").path("messages").path(type.record().getSimpleName());
    var key = resolve(message.path("bindings")).path("kafka").path("key");

    // When
    var keyOfSample = Contract.full(type).event().key();

    // Then
    assertThat(key.path("type").stringValue()).isEqualTo("string");
    if (key.has("pattern")) {
      assertThat(keyOfSample).matches(Pattern.compile(key.path("pattern").stringValue()));
    } else {
      assertThat(key.path("format").stringValue()).isEqualTo("uuid");
      assertThat(keyOfSample).hasSize(36);
    }
  }

  @ParameterizedTest
  @MethodSource("topics")
  void hasDeadLettersForEachTopic(String topic) {
    // When
    var messages = channel(Topics.deadLetter(topic)).path("messages").values();

    // Then
    assertThat(messages.stream().map(m -> resolve(m).path("title").stringValue()))
        .containsExactly("DeadLetter");
  }

  @ParameterizedTest
  @MethodSource("topics")
  void hasWhoSendsAndWhoReceives(String topic) {
    // When
    var actions =
        API.path("operations").values().stream()
            .filter(operation -> resolve(operation.path("channel")).equals(channel(topic)))
            .map(operation -> operation.path("action").stringValue());

    // Then
    assertThat(actions).containsExactlyInAnyOrder("send", "receive");
  }

  @Test
  void refersOnlyToWhatIsThere() {
    // When
    List<String> references = new ArrayList<>();
    eachReference(API, references::add);

    // Then
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference -> {
              if (reference.startsWith("#")) {
                assertThat(API.at(reference.substring(1)).isMissingNode()).isFalse();
              } else {
                assertThat(Files.exists(FILE.resolveSibling(reference))).isTrue();
              }
            });
  }

  static JsonNode channel(String topic) {
    return API.path("channels").values().stream()
        .filter(channel -> channel.path("address").stringValue().equals(topic))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? API.at(node.path("$ref").stringValue().substring(1)) : node;
  }

  private static void eachReference(JsonNode node, Consumer<String> consumer) {
    if (node.path("$ref").isString()) {
      consumer.accept(node.path("$ref").stringValue());
    }
    node.values().forEach(child -> eachReference(child, consumer));
  }
}
