package dev.sandi.storage;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A batch of rows as arrays, one a column, for {@code unnest(?::uuid[], …)}: one statement of one
 * shape, whatever the size of the batch.
 */
public final class Columns {

  /** As Postgres has it: without signs, which is not the order of Java. */
  public static final Comparator<UUID> ORDER_OF_UUIDS =
      Comparator.comparing(UUID::getMostSignificantBits, Long::compareUnsigned)
          .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

  private Columns() {}

  /** Values by their {@code toString}; the statement casts them. */
  public static <T> @Nullable String[] text(
      List<T> rows, Function<? super T, ? extends @Nullable Object> value) {
    @Nullable String[] column = new String[rows.size()];
    int i = 0;
    for (T row : rows) {
      Object each = value.apply(row);
      column[i++] = each == null ? null : each.toString();
    }
    return column;
  }

  public static <T> Integer[] integers(List<T> rows, Function<? super T, Integer> value) {
    return rows.stream().map(value).toArray(Integer[]::new);
  }

  /** Sent in binary by every connection, as the driver does with arrays of primitives. */
  public static <T> int[] ints(List<T> rows, ToIntFunction<? super T> value) {
    int[] column = new int[rows.size()];
    int i = 0;
    for (T row : rows) {
      column[i++] = value.applyAsInt(row);
    }
    return column;
  }

  /** Sent in binary by every connection. */
  public static <T> long[] longs(List<T> rows, ToLongFunction<? super T> value) {
    long[] column = new long[rows.size()];
    int i = 0;
    for (T row : rows) {
      column[i++] = value.applyAsLong(row);
    }
    return column;
  }

  /** A {@code uuid[]}: in binary by connections that are told to ({@link UuidArray}). */
  public static <T> Object uuids(
      List<T> rows, Function<? super T, ? extends @Nullable UUID> value) {
    @Nullable UUID[] column = new UUID[rows.size()];
    int i = 0;
    for (T row : rows) {
      column[i++] = value.apply(row);
    }
    return new UuidArray(column);
  }

  public static <T> byte[][] bytes(List<T> rows, Function<? super T, byte[]> value) {
    return rows.stream().map(value).toArray(byte[][]::new);
  }

  /** A moment as a parameter that the driver takes. */
  public static java.time.OffsetDateTime time(Instant instant) {
    return instant.atOffset(java.time.ZoneOffset.UTC);
  }
}
