package dev.sandi.ingress.admin;

import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which calls are asked for. A parameter without a value counts as absent, and null is any.
 *
 * @param app whom they were about
 * @param source from where they came, as it is listed: all administrators show the same token
 * @param method of HTTP
 * @param path what their path has in it
 * @param changed whether they changed something
 * @param from the first moment
 * @param to the first moment that is left out
 */
record AuditFilter(
    @Nullable AppId app,
    @Nullable String source,
    @Nullable String method,
    @Nullable String path,
    @Nullable Boolean changed,
    @Nullable Instant from,
    @Nullable Instant to) {

  private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

  /**
   * Reads the parameters by their names.
   *
   * @throws Refusal 400 if one of them breaks its rule
   */
  static AuditFilter of(Function<String, @Nullable String> parameters) {
    FieldErrors errors = new FieldErrors();
    AuditFilter filter =
        new AuditFilter(
            app(given(parameters, "app"), errors),
            matching(parameters, "source", "[0-9a-fA-F:.%]{1,64}", "an IP address", errors),
            matching(parameters, "method", "[A-Z]{1,16}", "a method such as POST", errors),
            matching(parameters, "path", "[!-~]{1,512}", "1-512 visible characters", errors),
            changed(matching(parameters, "changed", "true|false", "true or false", errors)),
            time(parameters, "from", errors),
            time(parameters, "to", errors));
    if (!errors.isEmpty()) {
      throw errors.refusal(400);
    }
    return filter;
  }

  private static @Nullable AppId app(@Nullable String text, FieldErrors errors) {
    try {
      return text == null ? null : new AppId(text);
    } catch (InvalidValueException e) {
      errors.add("app", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable Boolean changed(@Nullable String text) {
    return text == null ? null : Boolean.valueOf(text);
  }

  private static @Nullable String matching(
      Function<String, @Nullable String> parameters,
      String name,
      String pattern,
      String rule,
      FieldErrors errors) {
    String value = given(parameters, name);
    if (value != null && !value.matches(pattern)) {
      errors.add(name, "%s should be %s".formatted(name, rule));
    }
    return value;
  }

  private static @Nullable Instant time(
      Function<String, @Nullable String> parameters, String name, FieldErrors errors) {
    String value = given(parameters, name);
    try {
      Instant time = value == null ? null : Instant.parse(value);
      if (time == null || (!time.isBefore(Instant.EPOCH) && time.isBefore(LATEST))) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // Told below.
    }
    errors.add(name, "%s should be a time such as 2027-01-31T00:00:00Z".formatted(name));
    return null;
  }

  private static @Nullable String given(
      Function<String, @Nullable String> parameters, String name) {
    String value = parameters.apply(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
