package dev.sandi.ingress.blocklist;

import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks are asked for. A parameter without a value counts as absent.
 *
 * @param app whose; null for those of all scopes
 * @param digits what their digits begin with; empty for any
 * @param active whether they hold; null for any
 */
record BlockFilter(@Nullable AppId app, String digits, @Nullable Boolean active) {

  /**
   * Reads {@code app}, {@code q} and {@code active}.
   *
   * @throws Refusal 400 if one of them breaks its rule
   */
  static BlockFilter of(Function<String, @Nullable String> parameters) {
    String app = given(parameters, "app");
    String digits = given(parameters, "q");
    String active = given(parameters, "active");
    FieldErrors errors = new FieldErrors();
    if (digits != null && !digits.matches("[0-9]{1,16}")) {
      errors.add("q", "q should be 1-16 digits");
    }
    if (active != null && !active.equals("true") && !active.equals("false")) {
      errors.add("active", "active should be true or false");
    }
    AppId id = null;
    try {
      id = app == null ? null : new AppId(app);
    } catch (InvalidValueException e) {
      errors.add("app", String.valueOf(e.getMessage()));
    }
    if (!errors.isEmpty()) {
      throw errors.refusal(400);
    }
    return new BlockFilter(
        id, digits == null ? "" : digits, active == null ? null : Boolean.valueOf(active));
  }

  boolean takes(Block block) {
    return active == null || block.isActive() == active;
  }

  private static @Nullable String given(
      Function<String, @Nullable String> parameters, String name) {
    String value = parameters.apply(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
