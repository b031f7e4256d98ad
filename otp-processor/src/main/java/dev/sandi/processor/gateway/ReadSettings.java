package dev.sandi.processor.gateway;

import dev.sandi.value.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what an operator has configured into a record, whose constructor has the defaults and the
 * rules. Names are in snake case, durations as {@code PT5S}, and a name that is not known is an
 * error rather than a setting that does nothing.
 */
@Component
public class ReadSettings {

  private final JsonMapper json =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /**
   * Reads them.
   *
   * @throws InvalidValueException naming the setting and the rule that it breaks
   */
  public <T> T read(Map<String, Object> settings, Class<T> type) {
    try {
      return json.convertValue(settings, type);
    } catch (JacksonException e) {
      throw new InvalidValueException(path(e) + rule(e));
    }
  }

  private static String path(JacksonException e) {
    List<JacksonException.Reference> path = e.getPath();
    String text =
        path.stream()
            .map(
                step ->
                    step.getPropertyName() == null ? "" + step.getIndex() : step.getPropertyName())
            .collect(Collectors.joining("."));
    return text.isEmpty() ? "" : text + ": ";
  }

  /** What Jackson itself says quotes the value, which may be a secret in the wrong place. */
  private static String rule(JacksonException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidValueException invalid) {
        return String.valueOf(invalid.getMessage());
      }
    }
    if (e instanceof UnrecognizedPropertyException) {
      return "is no setting of this kind of gateway";
    }
    return e instanceof DatabindException ? "has a value of the wrong type" : "cannot be read";
  }
}
