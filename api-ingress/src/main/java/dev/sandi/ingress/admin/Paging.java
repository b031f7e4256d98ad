package dev.sandi.ingress.admin;

import dev.sandi.ingress.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for: {@code limit} (1 to 500, by default 50) and {@code cursor},
 * the {@code next_cursor} of the page before.
 *
 * @param after the key of the last row of the page before; null for the first page
 */
public record Paging(int limit, @Nullable String after) {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 500;

  /**
   * Reads the parameters.
   *
   * @throws Refusal 400 if one of them breaks its rule
   */
  public static Paging of(HttpServletRequest http) {
    String limit = given(http, "limit");
    String cursor = given(http, "cursor");
    return new Paging(
        limit == null ? DEFAULT_LIMIT : limit(limit), cursor == null ? null : decode(cursor));
  }

  /**
   * The page, with a cursor if there is more.
   *
   * @param rows at most one more than the limit, in order
   * @param key what the next page begins after
   */
  public <T> Page<T> page(List<T> rows, Function<T, String> key) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> data = rows.subList(0, limit);
    return new Page<>(data, cursor(key.apply(data.get(limit - 1))));
  }

  /**
   * The key, for a list whose keys are UUIDs.
   *
   * @throws Refusal 400 if the cursor was never given
   */
  public @Nullable UUID afterId() {
    try {
      return after == null ? null : UUID.fromString(after);
    } catch (IllegalArgumentException e) {
      throw wrongCursor();
    }
  }

  /** How many rows to read: one more tells whether there is a next page. */
  public int rows() {
    return limit + 1;
  }

  /** What to answer to a cursor that this list never gave. */
  private static Refusal wrongCursor() {
    return new FieldErrors()
        .add("cursor", "cursor should be the next_cursor of an earlier page")
        .refusal(400);
  }

  private static @Nullable String given(HttpServletRequest http, String name) {
    String value = http.getParameter(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private static int limit(String text) {
    int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST) {
      throw new FieldErrors().add("limit", "limit should between 1-" + MOST).refusal(400);
    }
    return limit;
  }

  /** The cursor that goes on after a key. */
  public static String cursor(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String cursor) {
    try {
      String key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      // Postgres takes no NUL in a text.
      if (key.indexOf('\0') < 0) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw wrongCursor();
  }
}
