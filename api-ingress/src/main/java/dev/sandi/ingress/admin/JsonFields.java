package dev.sandi.ingress.admin;

import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.InvalidValueException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of a JSON object by their rules, and tells of all faults at once. A field that
 * is {@code null} counts as absent; one that nobody asked for is a fault: a misspelt setting would
 * otherwise be lost without a word.
 */
public final class JsonFields {

  private final ObjectNode object;
  private final String path;
  private final FieldErrors errors;
  private final Set<String> asked = new HashSet<>();
  private final List<JsonFields> within = new ArrayList<>();

  private JsonFields(ObjectNode object, String path, FieldErrors errors) {
    this.object = object;
    this.path = path;
    this.errors = errors;
  }

  public static JsonFields of(JsonBody body) {
    return of(body.object());
  }

  public static JsonFields of(ObjectNode object) {
    return new JsonFields(object, "", new FieldErrors());
  }

  /** A text without control characters. */
  public Optional<String> text(String name, int shortest, int longest) {
    return parsed(
        name,
        text -> {
          if (text.length() < shortest || text.length() > longest) {
            throw new InvalidValueException(
                "%s length should between %d-%d characters".formatted(name, shortest, longest));
          }
          if (text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException(name + " should not contain control characters");
          }
          return text;
        });
  }

  /** A text that a value type reads. */
  public <T> Optional<T> parsed(String name, Function<String, T> of) {
    Optional<JsonNode> node = node(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.get().isString() || !isUnicode(node.get().stringValue())) {
      return fault(name, name + " should be a string");
    }
    try {
      return Optional.of(of.apply(node.get().stringValue()));
    } catch (InvalidValueException e) {
      return fault(name, String.valueOf(e.getMessage()));
    }
  }

  /** One of some words. */
  public Optional<String> choice(String name, List<String> words) {
    return parsed(
        name,
        text -> {
          if (!words.contains(text)) {
            throw new InvalidValueException(
                "%s should be one of %s".formatted(name, String.join(", ", words)));
          }
          return text;
        });
  }

  public boolean flag(String name, boolean otherwise) {
    Optional<JsonNode> node = node(name);
    if (node.isPresent() && !node.get().isBoolean()) {
      fault(name, name + " should be true or false");
    }
    return node.map(flag -> flag.asBoolean(otherwise)).orElse(otherwise);
  }

  /** A whole number. */
  public Optional<Long> number(String name, long least, long most) {
    Optional<JsonNode> node = node(name);
    return node.isEmpty() ? Optional.empty() : number(name, node.get(), least, most);
  }

  /** A list of whole numbers. */
  public Optional<List<Long>> numbers(String name, int longest, long least, long most) {
    Optional<JsonNode> node = node(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.get().isArray() || node.get().size() > longest) {
      return fault(name, "%s should be a list of at most %d numbers".formatted(name, longest));
    }
    List<Long> numbers = new ArrayList<>();
    for (JsonNode element : node.get()) {
      number(name, element, least, most).ifPresent(numbers::add);
    }
    return Optional.of(numbers);
  }

  /** A list of texts that a value type reads. */
  public <T> Optional<List<T>> words(String name, int longest, Function<String, T> of) {
    Optional<JsonNode> node = node(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!node.get().isArray() || node.get().size() > longest) {
      return fault(name, "%s should be a list of at most %d texts".formatted(name, longest));
    }
    List<T> words = new ArrayList<>();
    for (JsonNode element : node.get()) {
      try {
        words.add(of.apply(element.isString() ? element.stringValue() : ""));
      } catch (InvalidValueException e) {
        return fault(name, String.valueOf(e.getMessage()));
      }
    }
    return Optional.of(words);
  }

  private Optional<Long> number(String name, JsonNode node, long least, long most) {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < least
        || node.longValue() > most) {
      return fault(name, "%s should be a whole number, %d-%d".formatted(name, least, most));
    }
    return Optional.of(node.longValue());
  }

  /** A moment, as in RFC 3339. */
  public Optional<Instant> time(String name) {
    return parsed(
        name,
        text -> {
          try {
            return OffsetDateTime.parse(text).toInstant();
          } catch (DateTimeParseException e) {
            throw new InvalidValueException(name + " should be a time like 2027-01-31T00:00:00Z");
          }
        });
  }

  /** An object within this one; if it is absent, one without fields. */
  public JsonFields fields(String name) {
    Optional<JsonNode> node = node(name);
    if (node.isPresent() && node.get() instanceof ObjectNode inner) {
      return within(inner, path + name + ".");
    }
    if (node.isPresent()) {
      fault(name, name + " should be an object");
    }
    return within(JsonNodeFactory.instance.objectNode(), path + name + ".");
  }

  /** A list of objects; empty if it is absent. */
  public List<JsonFields> list(String name, int longest) {
    Optional<JsonNode> node = node(name);
    List<JsonFields> elements = new ArrayList<>();
    if (node.isPresent() && node.get().isArray() && node.get().size() <= longest) {
      for (JsonNode element : node.get()) {
        String place = "%s%s[%d]".formatted(path, name, elements.size());
        if (element instanceof ObjectNode inner) {
          elements.add(within(inner, place + "."));
        } else {
          errors.add(place, name + " should contain objects");
        }
      }
    } else if (node.isPresent()) {
      fault(name, "%s should be a list of at most %d objects".formatted(name, longest));
    }
    return elements;
  }

  private JsonFields within(ObjectNode inner, String place) {
    JsonFields fields = new JsonFields(inner, place, errors);
    within.add(fields);
    return fields;
  }

  /** The names of all fields, for an object whose names are not known beforehand. */
  public List<String> names() {
    return List.copyOf(object.propertyNames());
  }

  /** Notes a fault of a field, beyond the rules above. */
  public <T> Optional<T> fault(String name, String message) {
    errors.add(path + name, message);
    return Optional.empty();
  }

  /** Notes that fields which must be there are not. */
  public void require(String... names) {
    Arrays.stream(names)
        .filter(name -> node(name).isEmpty())
        .forEach(name -> fault(name, name + " is required"));
  }

  /**
   * Ends the reading.
   *
   * @throws Refusal 422 if anything is wrong
   */
  public void end() {
    noteUnknown();
    errors.throwIfAny();
  }

  private void noteUnknown() {
    for (String name : names()) {
      if (!asked.contains(name)) {
        String known = name.length() <= 64 && name.matches("[A-Za-z0-9_.-]+") ? name : "?";
        errors.add(path + known, "there is no such field");
      }
    }
    within.forEach(JsonFields::noteUnknown);
  }

  private Optional<JsonNode> node(String name) {
    asked.add(name);
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /** Half a surrogate pair has no UTF-8, and U+0000 cannot be stored. */
  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
  }
}
