package dev.sandi.ingress.blocklist;

import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The blocklist as CSV: columns by name, in any order; {@code digits} and {@code reason} must be
 * there.
 */
final class BlockCsv {

  static final List<String> COLUMNS = List.of("digits", "prefix", "app_id", "reason", "expires_at");

  private final Map<String, Integer> columns;

  private BlockCsv(Map<String, Integer> columns) {
    this.columns = columns;
  }

  /** A field breaks a rule. */
  static final class BadField extends Exception {

    private final @Nullable String field;

    BadField(@Nullable String field, String rule) {
      super(rule, null, false, false);
      this.field = field;
    }

    /** The column; null if it is the line as a whole. */
    @Nullable String field() {
      return field;
    }
  }

  /**
   * Reads the line of names. A column that nobody knows is refused: with a misspelt {@code
   * expires_at}, blocks would hold for ever.
   */
  static BlockCsv header(String line) throws BadField {
    List<String> names = fields(line);
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).toLowerCase(Locale.ROOT);
      if (!COLUMNS.contains(name)) {
        throw new BadField(
            null,
            "column %d should be one of %s, with commas between"
                .formatted(i + 1, String.join(", ", COLUMNS)));
      }
      if (columns.put(name, i) != null) {
        throw new BadField(name, "column %s is there twice".formatted(name));
      }
    }
    for (String name : List.of("digits", "reason")) {
      if (!columns.containsKey(name)) {
        throw new BadField(name, "column %s is missing".formatted(name));
      }
    }
    return new BlockCsv(columns);
  }

  /**
   * Reads a block.
   *
   * @param known which apps there are
   */
  NewBlock read(String line, Instant now, Predicate<AppId> known) throws BadField {
    List<String> fields = fields(line);
    if (fields.size() != columns.size()) {
      throw new BadField(
          null, "line should have %d fields, and has %d".formatted(columns.size(), fields.size()));
    }
    AppId app = parsed("app_id", fields, AppId::new);
    if (app != null && !known.test(app)) {
      throw new BadField("app_id", "there is no such app");
    }
    Boolean prefix = parsed("prefix", fields, BlockCsv::flag);
    BlockKey key =
        required("digits", parsed("digits", fields, text -> BlockKey.of(text, prefix, app)));
    String reason =
        required(
            "reason", parsed("reason", fields, text -> NewBlock.reason(CsvFormula.restore(text))));
    Instant expires = parsed("expires_at", fields, BlockCsv::time);
    String fault = expires == null ? null : NewBlock.faultOfEnd(expires, now).orElse(null);
    if (fault != null) {
      throw new BadField("expires_at", fault);
    }
    return new NewBlock(key, reason, expires);
  }

  private static List<String> fields(String line) throws BadField {
    try {
      return CsvLine.read(line);
    } catch (InvalidValueException e) {
      throw new BadField(null, String.valueOf(e.getMessage()));
    }
  }

  private <T> @Nullable T parsed(String name, List<String> fields, Function<String, T> of)
      throws BadField {
    Integer column = columns.get(name);
    if (column == null || fields.get(column).isEmpty()) {
      return null;
    }
    try {
      return of.apply(fields.get(column));
    } catch (InvalidValueException e) {
      throw new BadField(name, String.valueOf(e.getMessage()));
    }
  }

  private static <T> T required(String name, @Nullable T value) throws BadField {
    if (value == null) {
      throw new BadField(name, name + " is required");
    }
    return value;
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidValueException("prefix should be true or false");
    };
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new InvalidValueException("expires_at should be a time like 2027-01-31T00:00:00Z");
    }
  }

  /** A block as a line that {@link #read} takes, in the order of {@link #COLUMNS}. */
  static String write(Block block) {
    return CsvLine.write(
        List.of(
            block.digits(),
            String.valueOf(block.prefix()),
            block.appId() == null ? "" : block.appId(),
            CsvFormula.disarm(block.reason()),
            block.expiresAt() == null ? "" : block.expiresAt().toString()));
  }
}
