package dev.sandi.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.Contract.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class EventContractTest {

  @Test
  void everyEventHasAType() {
    // When
    var records = records(Event.class).toList();

    // Then
    assertThat(records).isNotEmpty().allMatch(Class::isRecord);
    assertThat(Arrays.stream(EventType.values()).<Class<?>>map(EventType::record))
        .containsExactlyInAnyOrderElementsOf(records);
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsWireNameAndItsRecord(EventType type) {
    assertThat(EventType.find(type.wireName())).contains(type);
    assertThat(EventType.of(Contract.full(type).event())).isEqualTo(type);
  }

  @Test
  void doesNotFindANameOfTheFuture() {
    assertThat(EventType.find("otp.sent.v2")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isCalledByCustomersWithoutAVersion(EventType type) {
    assertThat(type.publicName() + ".v1").isEqualTo(type.wireName());
  }

  @ParameterizedTest
  @EnumSource
  void schemaIsForItsRecord(EventType type) {
    // When
    var schema = Contract.schema(type);

    // Then
    assertThat(schema.path("$schema").stringValue())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.path("title").stringValue()).isEqualTo(type.record().getSimpleName());
    assertThat(schema.path("description").stringValue()).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource
  void schemaTellsOfEachFieldAndLeavesRoomForMore(EventType type) {
    // When
    var schema = Contract.schema(type);

    // Then
    assertThat(schema.has("additionalProperties")).isFalse();
    assertThat(schema.path("properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(Contract.full(type).json().propertyNames())
        .hasSize(type.record().getRecordComponents().length);
    assertThat(schema.path("properties").values())
        .allMatch(field -> field.has("description") || field.has("$ref"));
  }

  @ParameterizedTest
  @MethodSource("dev.sandi.event.Contract#samples")
  void sampleIsValid(Sample sample) {
    assertThat(Contract.faults(sample.type(), sample.bytes())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.sandi.event.Contract#samples")
  void sampleIsReadAndWrittenBackAsItWas(Sample sample) {
    // When
    var written = EventJson.write(sample.event());

    // Then
    assertThat(Contract.JSON.readTree(written)).isEqualTo(sample.json());
    assertThat(Contract.faults(sample.type(), written)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void minimalSampleIsThereWhereFieldsMayBeAbsent(EventType type) {
    // Given
    var schema = Contract.schema(type);
    var optional =
        schema.path("required").size() < schema.path("properties").size()
            || schema.path("$defs").has("session");

    // When
    var samples = Contract.samples().filter(sample -> sample.type() == type);

    // Then
    assertThat(samples).hasSize(optional ? 2 : 1);
  }

  @ParameterizedTest
  @EnumSource
  void hasAFrozenSample(EventType type) {
    assertThat(Contract.frozenSamples().map(Sample::type)).contains(type);
  }

  @ParameterizedTest
  @MethodSource("dev.sandi.event.Contract#frozenSamples")
  void whatWasOnceOnTheWireIsStillValidAndRead(Sample frozen) {
    // When
    var written = Contract.JSON.readTree(EventJson.write(frozen.event()));

    // Then
    assertThat(Contract.faults(frozen.type(), frozen.bytes())).isEmpty();
    frozen.json().properties().forEach(field -> assertThat(written.properties()).contains(field));
  }

  @ParameterizedTest
  @MethodSource("dev.sandi.event.Contract#samples")
  void fieldsOfTheFutureAreIgnored(Sample sample) {
    // Given
    var future = (ObjectNode) sample.json();
    widen(future);

    // When
    var event = EventJson.read(sample.type(), future.toString().getBytes(UTF_8));

    // Then
    assertThat(event).isEqualTo(sample.event());
    assertThat(Contract.faults(sample.type(), future.toString().getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void absentCollectionsReadAsEmpty(EventType type) {
    // Given
    var body = (ObjectNode) Contract.full(type).json();
    body.remove(
        List.of("evidence", "webhook_keys", "check_modes", "allowed_domains", "check_settings"));

    // When
    var written = Contract.JSON.readTree(EventJson.write(read(type, body)));

    // Then
    assertThat(written.properties())
        .filteredOn(field -> !body.has(field.getKey()))
        .allMatch(field -> field.getValue().isContainer() && field.getValue().isEmpty());
  }

  /** Adds unknown fields beside those of the event and of the objects in it that have a shape. */
  private static void widen(ObjectNode node) {
    node.put("shade", "a field of the future");
    node.putObject("shape").putArray("of").add(1).addNull();
    if (node.get("session") instanceof ObjectNode session) {
      widen(session);
    }
    if (node.get("code") instanceof ObjectNode code) {
      widen(code);
    }
    if (node.get("callbacks") instanceof ObjectNode callbacks) {
      widen(callbacks);
    }
    if (node.get("callback_tls") instanceof ObjectNode tls) {
      widen(tls);
    }
    for (JsonNode key : node.path("webhook_keys")) {
      widen((ObjectNode) key);
    }
  }

  private static Event read(EventType type, JsonNode body) {
    return EventJson.read(type, body.toString().getBytes(UTF_8));
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventContractTest::records)
        : Stream.of(type);
  }
}
