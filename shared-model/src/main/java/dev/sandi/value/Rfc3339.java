package dev.sandi.value;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/** Times as text in UTC, as {@link Instant#toString()} writes them, without a formatter. */
public final class Rfc3339 {

  private static final int DAY = 86_400;
  private static final long YEAR_0 = LocalDate.of(0, 1, 1).toEpochDay() * DAY;
  private static final long YEAR_10000 = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY;
  private static final int WITHOUT_FRACTION = "2026-01-01T00:00:00Z".length();

  private Rfc3339() {}

  /** {@code 2026-01-01T00:00:00Z}, with three, six or nine digits of a second if it needs them. */
  public static String of(Instant instant) {
    long seconds = instant.getEpochSecond();
    if (seconds < YEAR_0 || seconds >= YEAR_10000) {
      return instant.toString();
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, DAY));
    int time = Math.floorMod(seconds, DAY);
    int nanos = instant.getNano();
    int digits = nanos == 0 ? 0 : nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
    byte[] text = new byte[WITHOUT_FRACTION + (digits == 0 ? 0 : digits + 1)];
    put(text, 0, 4, date.getYear());
    text[4] = '-';
    put(text, 5, 2, date.getMonthValue());
    text[7] = '-';
    put(text, 8, 2, date.getDayOfMonth());
    text[10] = 'T';
    put(text, 11, 2, time / 3600);
    text[13] = ':';
    put(text, 14, 2, time / 60 % 60);
    text[16] = ':';
    put(text, 17, 2, time % 60);
    if (digits > 0) {
      text[19] = '.';
      put(text, 20, digits, digits == 3 ? nanos / 1_000_000 : digits == 6 ? nanos / 1_000 : nanos);
    }
    text[text.length - 1] = 'Z';
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static void put(byte[] text, int from, int digits, int number) {
    int rest = number;
    for (int i = from + digits - 1; i >= from; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
