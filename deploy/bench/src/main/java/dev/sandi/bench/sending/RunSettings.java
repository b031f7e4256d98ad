package dev.sandi.bench.sending;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Property;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run can be told, by {@code -Dchaos.<name>=}.
 *
 * @param length {@code minutes}: how long requests come and things fail
 * @param seed another one meets other faults at other times
 * @param rate requests a second
 * @param ambiguous {@code resend} or {@code fail}, as {@code SANDI_AMBIGUOUS}
 * @param dir where the broker and the database of the run are, deleted at its end
 */
record RunSettings(Duration length, long seed, int rate, String ambiguous, Path dir) {

  RunSettings {
    if (!ambiguous.equals("resend") && !ambiguous.equals("fail")) {
      throw new BenchmarkFailure(
          "chaos.ambiguous is %s and should be resend or fail".formatted(ambiguous));
    }
  }

  static RunSettings ofThisProcess() {
    return new RunSettings(
        Duration.ofMinutes(Property.number("chaos.minutes", 10, 1, 600)),
        Property.number("chaos.seed", 1, 0, 999_999_999),
        Property.number("chaos.rate", 50, 1, 1_000),
        Property.text("chaos.ambiguous").orElse("resend"),
        Path.of(Property.text("bench.dir").orElse(System.getProperty("java.io.tmpdir"))));
  }

  boolean resends() {
    return ambiguous.equals("resend");
  }
}
