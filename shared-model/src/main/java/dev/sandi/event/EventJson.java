package dev.sandi.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.value.InvalidValueException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Events as JSON bytes: snake_case, absent fields left out, times as RFC 3339 in UTC. */
public final class EventJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(QuickWriters.module())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(
              value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private EventJson() {}

  public static byte[] write(Event event) {
    return MAPPER.writeValueAsBytes(event);
  }

  /**
   * Reads the body of an event.
   *
   * @throws UnreadableEventException if the bytes are not such an event
   */
  public static Event read(EventType type, byte[] body) {
    try {
      Event event = MAPPER.readValue(body, type.record());
      if (event == null) {
        throw new UnreadableEventException(type.wireName() + " has no body");
      }
      return event;
    } catch (JacksonException e) {
      throw new UnreadableEventException(type.wireName() + " cannot be read: " + reason(e));
    }
  }

  /** Jackson's own messages quote the body, so only the rule or the place is told. */
  private static String reason(JacksonException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidValueException) {
        return String.valueOf(cause.getMessage());
      }
    }
    // The keys of a map are of the body, and only the names of fields are the contract's.
    String path =
        e.getPath().stream()
            .takeWhile(reference -> !(reference.from() instanceof Map))
            .map(JacksonException.Reference::getPropertyName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "not the JSON of such an event" : path + " has another type";
  }
}
