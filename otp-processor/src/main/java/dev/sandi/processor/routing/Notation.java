package dev.sandi.processor.routing;

import dev.sandi.value.InvalidValueException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Definitions as they are written: in JSON's types, in the file, the tables and requests alike. A
 * name that is not known is an error rather than a setting that does nothing.
 */
@Component
final class Notation {

  private static final TypeReference<List<Object>> LIST = new TypeReference<>() {};

  private final JsonMapper json =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .build();

  /**
   * Reads a route table.
   *
   * @throws InvalidValueException naming the route by its index, the field and the rule that it
   *     breaks
   */
  List<Route> routes(Object written) {
    JavaType type = json.getTypeFactory().constructCollectionType(List.class, Route.class);
    List<Route> routes = checked("routes", () -> json.convertValue(written, type));
    return new RouteTable(Rule.list(routes, "routes"), Route.NONE).routes();
  }

  /** Reads anything that is below a field. */
  <T> T read(String field, Object written, Class<T> type) {
    return checked(field, () -> json.convertValue(written, type));
  }

  private static <T> T checked(String field, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (JacksonException e) {
      throw new InvalidValueException(Rule.below(path(field, e), rule(e)));
    }
  }

  /** Routes in JSON's types, with their defaults. */
  List<Object> written(List<Route> routes) {
    return json.convertValue(routes, LIST);
  }

  String text(Object written) {
    return json.writeValueAsString(written);
  }

  /**
   * Reads the body of a request.
   *
   * @throws InvalidValueException naming the field and the rule that it breaks
   */
  <T> T body(byte[] text, Class<T> type) {
    return checked("", () -> json.readValue(text, type));
  }

  List<Object> list(String text) {
    return json.readValue(text, LIST);
  }

  private static String path(String field, JacksonException e) {
    StringBuilder path = new StringBuilder(field);
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }

  /** What Jackson itself says quotes the value, which may be a secret in the wrong place. */
  private static String rule(JacksonException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidValueException invalid) {
        return String.valueOf(invalid.getMessage());
      }
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "is not known; there are " + List.copyOf(unknown.getKnownPropertyIds());
    }
    if (e instanceof InvalidFormatException wrong
        && wrong.getTargetType() != null
        && wrong.getTargetType().isEnum()) {
      return "should be one of "
          + Arrays.toString(wrong.getTargetType().getEnumConstants()).toLowerCase(Locale.ROOT);
    }
    return "has a value of the wrong type";
  }
}
