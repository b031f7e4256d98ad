package dev.sandi.ingress.export;

import dev.sandi.ingress.admin.FieldErrors;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.UuidV7;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are exported: those whose ids are behind {@code after} and before {@code before}.
 *
 * @param resumed whether an earlier export is gone on with, so that its settings are known
 */
record ExportRange(UUID after, UUID before, boolean resumed) {

  private static final UUID FIRST = new UUID(0, 0);
  private static final UUID LAST = new UUID(-1, -1);

  /**
   * Reads {@code from}, {@code to} and {@code cursor}.
   *
   * @throws Refusal 400 if one of them breaks its rule
   */
  static ExportRange of(Function<String, @Nullable String> parameters) {
    FieldErrors errors = new FieldErrors();
    Instant from = time(parameters, "from", errors);
    Instant to = time(parameters, "to", errors);
    UUID cursor = cursor(parameters, errors);
    if (from != null && to != null && !from.isBefore(to)) {
      errors.add("from", "from should be before to");
    }
    if (!errors.isEmpty()) {
      throw errors.refusal(400);
    }
    UUID begin = from == null ? FIRST : before(from);
    return new ExportRange(
        cursor == null ? begin : cursor, to == null ? LAST : UuidV7.lowerBound(to), cursor != null);
  }

  /** The greatest id that is before all of a moment's. */
  private static UUID before(Instant time) {
    return new UUID((time.toEpochMilli() << 16) - 1, -1);
  }

  private static @Nullable Instant time(
      Function<String, @Nullable String> parameters, String name, FieldErrors errors) {
    String value = given(parameters, name);
    try {
      return value == null ? null : time(value);
    } catch (DateTimeParseException e) {
      errors.add(
          name, name + " should be a day like 2027-01-31 or a time like 2027-01-31T00:00:00Z");
      return null;
    }
  }

  private static Instant time(String text) {
    return text.length() == 10
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
        : Instant.parse(text);
  }

  private static @Nullable UUID cursor(
      Function<String, @Nullable String> parameters, FieldErrors errors) {
    String value = given(parameters, "cursor");
    try {
      return value == null ? null : UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      errors.add("cursor", "cursor should be that of a line of an earlier export");
      return null;
    }
  }

  private static @Nullable String given(
      Function<String, @Nullable String> parameters, String name) {
    String value = parameters.apply(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
