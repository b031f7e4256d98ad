package dev.sandi.dispatcher.replay;

import dev.sandi.dispatcher.delivery.DeliveryFilter;
import dev.sandi.dispatcher.delivery.DeliveryState;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.SessionId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Filters as they are stored: JSON of what they name. */
final class StoredFilters {

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final Set<String> PARTS =
      Set.of("app", "session", "type", "state", "host", "from", "to");

  private StoredFilters() {}

  static String write(DeliveryFilter filter) {
    return MAPPER.writeValueAsString(fields(filter));
  }

  /** What a filter names, by the names of its parts. */
  static Map<String, String> fields(DeliveryFilter filter) {
    Map<String, String> fields = new LinkedHashMap<>();
    put(fields, "app", filter.app());
    put(fields, "session", filter.session());
    put(fields, "type", filter.type());
    put(fields, "state", filter.state() == null ? null : filter.state().slug());
    put(fields, "host", filter.host());
    put(fields, "from", filter.from());
    put(fields, "to", filter.to());
    return fields;
  }

  private static void put(Map<String, String> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value.toString());
    }
  }

  /** What a stored filter names, whichever version wrote it. */
  static Map<String, String> fields(String json) {
    Map<String, String> fields = new LinkedHashMap<>();
    MAPPER
        .readValue(json, new TypeReference<Map<String, Object>>() {})
        .forEach((name, value) -> fields.put(name, String.valueOf(value)));
    return fields;
  }

  /**
   * Reads what a filter names.
   *
   * @throws InvalidValueException if it cannot be meant, or names what is not known here: without
   *     that, more would be found than was asked for
   */
  static DeliveryFilter read(Map<String, String> fields) {
    for (String name : fields.keySet()) {
      if (!PARTS.contains(name)) {
        throw new InvalidValueException("A filter has no " + name);
      }
    }
    return new DeliveryFilter(
        read(fields.get("app"), AppId::new),
        read(fields.get("session"), SessionId::of),
        fields.get("type"),
        read(fields.get("state"), DeliveryState::of),
        fields.get("host"),
        time(fields, "from"),
        time(fields, "to"));
  }

  private static @Nullable Instant time(Map<String, String> fields, String name) {
    try {
      return read(fields.get(name), Instant::parse);
    } catch (DateTimeParseException e) {
      throw new InvalidValueException(name + " should be a time like 2027-01-31T00:00:00Z");
    }
  }

  private static <T> @Nullable T read(@Nullable String text, Function<String, T> of) {
    return text == null ? null : of.apply(text);
  }
}
