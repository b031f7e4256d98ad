package dev.sandi.processor.routing;

import dev.sandi.value.InvalidValueException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules of fields; what breaks one is told as {@code field: rule}. */
final class Rule {

  /** How what is told begins, if it names a field. */
  private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_.\\[\\]-]+: .*");

  private Rule() {}

  /** What is told of something that is below a field. */
  static String below(String field, String rule) {
    if (field.isEmpty()) {
      return rule;
    }
    return field + (FIELD.matcher(rule).matches() ? "." : ": ") + rule;
  }

  static void check(boolean holds, String field, String rule) {
    if (!holds) {
      throw new InvalidValueException(field + ": " + rule);
    }
  }

  static <T> void each(Collection<T> values, Predicate<T> holds, String field, String rule) {
    int i = 0;
    for (T value : values) {
      check(holds.test(value), field + "[" + i + "]", rule);
      i++;
    }
  }

  static <T> T require(@Nullable T value, String field) {
    if (value == null) {
      throw new InvalidValueException(field + ": is missing");
    }
    return value;
  }

  static <T> Set<T> set(@Nullable List<T> values, String field) {
    return values == null ? Set.of() : new LinkedHashSet<>(list(values, field));
  }

  static <T> List<T> list(List<T> values, String field) {
    each(values, value -> value != null, field, "is missing");
    return values;
  }
}
