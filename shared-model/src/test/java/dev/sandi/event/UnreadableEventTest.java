package dev.sandi.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sandi.event.Contract.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What breaks the contract is told apart, and its message carries nothing of the body. */
class UnreadableEventTest {

  private static final String SECRET = "s3cr3t-c0de";

  /** A body that breaks the contract at one field. */
  record Broken(EventType type, String field, ObjectNode body) {
    @Override
    public String toString() {
      return type.wireName() + " at " + field;
    }
  }

  @ParameterizedTest
  @MethodSource
  void refusesABodyThatLacksARequiredField(Broken broken) {
    assertRefused(broken.type(), bytes(broken.body()));
  }

  static Stream<Broken> refusesABodyThatLacksARequiredField() {
    return types()
        .flatMap(
            type ->
                required(Contract.schema(type))
                    .map(field -> new Broken(type, field, without(type, field))));
  }

  @ParameterizedTest
  @MethodSource
  void refusesANullInARequiredField(Broken broken) {
    assertRefused(broken.type(), bytes(broken.body()));
  }

  static Stream<Broken> refusesANullInARequiredField() {
    return types()
        .flatMap(
            type ->
                required(Contract.schema(type))
                    .map(field -> new Broken(type, field, full(type).putNull(field))));
  }

  @ParameterizedTest
  @MethodSource
  void refusesAFieldOfAnotherType(Broken broken) {
    assertRefused(broken.type(), bytes(broken.body()));
  }

  static Stream<Broken> refusesAFieldOfAnotherType() {
    return types()
        .flatMap(
            type ->
                full(type).properties().stream()
                    .map(
                        field -> {
                          ObjectNode body = full(type);
                          if (field.getValue().isContainer()) {
                            body.put(field.getKey(), SECRET);
                          } else {
                            body.putObject(field.getKey()).put(SECRET, SECRET);
                          }
                          return new Broken(type, field.getKey(), body);
                        }));
  }

  @ParameterizedTest
  @MethodSource
  void refusesTextThatBreaksTheRuleOfItsField(Broken broken) {
    assertRefused(broken.type(), bytes(broken.body()));
  }

  static Stream<Broken> refusesTextThatBreaksTheRuleOfItsField() {
    var free =
        List.of(
            "challenge",
            "sealed_otp",
            "user_agent",
            "gateway",
            "message_id",
            "check",
            "reason",
            "detail",
            "description",
            "network_code",
            "callback_type",
            "error",
            "source",
            "origin",
            "service");
    return types()
        .flatMap(
            type ->
                full(type).properties().stream()
                    .filter(field -> field.getValue().isString() && !free.contains(field.getKey()))
                    .filter(field -> !List.of("app_id", "owner").contains(field.getKey()))
                    .map(
                        field ->
                            new Broken(
                                type, field.getKey(), full(type).put(field.getKey(), SECRET))));
  }

  @ParameterizedTest
  @EnumSource
  void refusesGarbage(EventType type) {
    assertRefused(type, new byte[0]);
    assertRefused(type, SECRET.getBytes(UTF_8));
    assertRefused(type, ("{\"session_id\":\"" + SECRET).getBytes(UTF_8));
    assertRefused(type, ("\"" + SECRET + "\"").getBytes(UTF_8));
    assertRefused(type, ("[\"" + SECRET + "\"]").getBytes(UTF_8));
    assertRefused(type, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2, (byte) 0xc3});
  }

  @ParameterizedTest
  @EnumSource
  void refusesNullAsABody(EventType type) {
    assertThatThrownBy(() -> EventJson.read(type, "null".getBytes(UTF_8)))
        .isInstanceOf(UnreadableEventException.class)
        .hasMessage(type.wireName() + " has no body");
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatFollowsTheBody(EventType type) {
    assertRefused(type, (full(type) + "{\"x\":\"" + SECRET + "\"}").getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000})
  void refusesDeepNestingInsteadOfOverflowingTheStack(int depth) {
    for (var type : EventType.values()) {
      assertRefused(type, ("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8));
      assertRefused(
          type, ("{\"evidence\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(UTF_8));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sandi.event.Contract#samples")
  void anyTruncationIsRefused(Sample sample) {
    byte[] whole = sample.json().toString().getBytes(UTF_8);
    for (int length = 0; length < whole.length; length++) {
      assertRefused(sample.type(), Arrays.copyOf(whole, length));
    }
  }

  @Test
  void doesNotQuoteTheKeysOfAMap() {
    // Given
    ObjectNode body = full(EventType.APP_CHANGED);
    body.putObject("check_modes").putObject(SECRET).put("mode", "off");

    // When
    Throwable refusal = catchThrowable(() -> EventJson.read(EventType.APP_CHANGED, bytes(body)));

    // Then
    assertThat(refusal)
        .isInstanceOf(UnreadableEventException.class)
        .hasMessage("app.changed.v1 cannot be read: check_modes has another type");
  }

  private static void assertRefused(EventType type, byte[] body) {
    // When
    Throwable refusal = catchThrowable(() -> EventJson.read(type, body));

    // Then
    assertThat(refusal).isInstanceOf(UnreadableEventException.class);
    assertThat(refusal.getMessage())
        .startsWith(type.wireName())
        .doesNotContain(values(body).toArray(String[]::new));
    assertThat(refusal).hasNoCause();
  }

  /** Every text in the body that is long enough to be told from chance. */
  private static List<String> values(byte[] body) {
    List<String> values = new ArrayList<>(List.of(SECRET));
    try {
      collect(Contract.JSON.readTree(body), values);
    } catch (RuntimeException e) {
      // Not JSON: only the secret is looked for.
    }
    return values;
  }

  private static void collect(JsonNode node, List<String> values) {
    if (node.isString() && node.stringValue().length() > 4) {
      values.add(node.stringValue());
    }
    node.values().forEach(child -> collect(child, values));
  }

  private static Stream<EventType> types() {
    return Arrays.stream(EventType.values());
  }

  private static ObjectNode without(EventType type, String field) {
    ObjectNode body = full(type);
    body.remove(field);
    return body;
  }

  private static ObjectNode full(EventType type) {
    return (ObjectNode) Contract.full(type).json();
  }

  private static Stream<String> required(JsonNode schema) {
    return StreamSupport.stream(schema.path("required").spliterator(), false)
        .map(JsonNode::stringValue);
  }

  private static byte[] bytes(ObjectNode body) {
    return body.toString().getBytes(UTF_8);
  }
}
