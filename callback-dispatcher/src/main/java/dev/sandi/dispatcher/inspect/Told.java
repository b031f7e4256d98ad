package dev.sandi.dispatcher.inspect;

import dev.sandi.value.InvalidValueException;
import dev.sandi.value.PhoneNumber;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a callback tells, with the number masked in it and in whatever repeats it.
 *
 * @param body null if it is no JSON
 */
record Told(@Nullable JsonNode body, @Nullable PhoneNumber number) {

  private static final JsonMapper JSON = JsonMapper.shared();

  static Told of(String text) {
    try {
      JsonNode body = JSON.readTree(text);
      PhoneNumber number = null;
      if (body.path("data") instanceof ObjectNode data && data.path("msisdn").isString()) {
        number = new PhoneNumber(data.get("msisdn").stringValue());
        data.put("msisdn", number.masked());
      }
      return new Told(body, number);
    } catch (JacksonException | InvalidValueException e) {
      return new Told(null, null);
    }
  }

  /** A text in which the receiver may have repeated the number. */
  @Nullable String masked(@Nullable String text) {
    return text == null || number == null ? text : text.replace(number.digits(), number.masked());
  }
}
