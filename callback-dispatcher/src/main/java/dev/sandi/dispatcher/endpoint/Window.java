package dev.sandi.dispatcher.endpoint;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The results of one endpoint within {@link Breakers#WINDOW}, in slices, and those in a row. */
final class Window {

  private static final int SLICES = 6;
  private static final long SLICE_MILLIS = Breakers.WINDOW.toMillis() / SLICES;

  private final int[] all = new int[SLICES];
  private final int[] failures = new int[SLICES];
  private long slice = Long.MIN_VALUE;
  private int row;
  private int faults;
  private Instant rowSince = Instant.EPOCH;
  private @Nullable Instant lastSuccess;

  void succeeded(Instant at) {
    all[index(at)]++;
    row = 0;
    faults = 0;
    lastSuccess = at;
  }

  void failed(Sample sample) {
    if (row == 0) {
      rowSince = sample.startedAt();
    }
    row++;
    if (sample.kind().isFaultOfEndpoint()) {
      int index = index(sample.endedAt());
      all[index]++;
      failures[index]++;
      faults++;
    }
  }

  /** When the first attempt began of those that failed since the last success. */
  Instant rowSince() {
    return rowSince;
  }

  /** Whether this failure is more than one of many attempts that succeed. */
  boolean isFailing(Instant now) {
    return row >= Breakers.ROW
        || lastSuccess == null
        || !now.isBefore(lastSuccess.plus(Breakers.LULL));
  }

  /** Why it should not be called, or null if it may be. */
  @Nullable String tripped(Instant now) {
    int failed = Arrays.stream(failures).sum();
    int total = Arrays.stream(all).sum();
    if (total >= Breakers.ENOUGH && failed * 100 >= total * Breakers.PERCENT) {
      return "failures";
    }
    boolean inRow = faults >= Breakers.ROW && faults == row;
    return inRow && !now.isBefore(rowSince.plus(Breakers.WINDOW)) ? "failures_in_a_row" : null;
  }

  /** Begins a new count; the row goes on. */
  void clear() {
    Arrays.fill(all, 0);
    Arrays.fill(failures, 0);
  }

  private int index(Instant at) {
    long now = Math.max(slice, Math.floorDiv(at.toEpochMilli(), SLICE_MILLIS));
    if (slice == Long.MIN_VALUE || now - slice >= SLICES) {
      clear();
    } else {
      for (long old = slice + 1; old <= now; old++) {
        all[(int) Math.floorMod(old, (long) SLICES)] = 0;
        failures[(int) Math.floorMod(old, (long) SLICES)] = 0;
      }
    }
    slice = now;
    return (int) Math.floorMod(now, (long) SLICES);
  }
}
