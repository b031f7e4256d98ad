package dev.sandi.ingress.blocklist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

  private static final long FOR_EVER = Long.MAX_VALUE;

  @Test
  void holdsWhatAMapHolds() {
    // Given
    SplittableRandom random = new SplittableRandom(7);
    Deadlines deadlines = new Deadlines();
    Map<Long, Long> model = new HashMap<>();

    // When
    for (int i = 0; i < 300_000; i++) {
      long code = random.nextLong(1, 50_000) * (random.nextBoolean() ? 1 : -1_000_003);
      if (random.nextInt(3) == 0) {
        deadlines.remove(code);
        model.remove(code);
      } else {
        deadlines.put(code, i, Long.MIN_VALUE);
        model.put(code, (long) i);
      }
    }

    // Then
    for (long i = 1; i < 50_000; i++) {
      for (long code : new long[] {i, -1_000_003 * i}) {
        assertThat(deadlines.get(code)).isEqualTo(model.getOrDefault(code, Deadlines.NONE));
      }
    }
    assertThat(deadlines.size()).isEqualTo(model.size());
  }

  @Test
  void readersMissNothingWhileTheTableGrowsBesideThem() {
    // Given
    Deadlines deadlines = new Deadlines();
    for (long code = 1; code <= 1000; code++) {
      deadlines.put(code, FOR_EVER, 0);
    }
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Long> missed =
        CompletableFuture.supplyAsync(
            () -> {
              long misses = 0;
              while (!done.get()) {
                for (long code = 1; code <= 1000; code++) {
                  misses += deadlines.get(code) == FOR_EVER ? 0 : 1;
                }
              }
              return misses;
            });

    // When
    for (int round = 0; round < 20; round++) {
      for (long code = 0; code < 20_000; code++) {
        deadlines.put(10_000 + 100_000L * round + code, round + 1, round);
      }
      for (long code = 0; code < 20_000; code += 2) {
        deadlines.remove(10_000 + 100_000L * round + code);
      }
    }
    done.set(true);

    // Then
    assertThat(missed.join()).isZero();
  }

  @Test
  void aMillionEntriesTakeFiftyMegabytesAtMost() {
    // Given
    Deadlines deadlines = new Deadlines();
    long before = usedHeap();

    // When
    for (long code = 0; code < 1_000_000; code++) {
      deadlines.put(16_281_000_000_000L + 7 * code, FOR_EVER, 0);
    }

    // Then
    assertThat(usedHeap() - before).isLessThan(50_000_000);
    assertThat(deadlines.size()).isEqualTo(1_000_000);
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
