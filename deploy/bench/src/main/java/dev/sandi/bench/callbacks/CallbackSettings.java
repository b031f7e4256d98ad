package dev.sandi.bench.callbacks;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Property;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run can be told.
 *
 * @param length {@code bench.seconds}: of each stretch of load
 * @param warmup {@code bench.warmup}: seconds under load before anything is measured
 * @param isolation {@code callbacks.isolation}: seconds of each side while some receivers are bad;
 *     longer than the deadline of an attempt, or no black hole keeps a slot until then
 * @param endpoints {@code callbacks.endpoints}: receivers
 * @param rate {@code callbacks.rate}: events a second while some receivers are bad
 * @param rates {@code callbacks.rates}: events a second that are tried one after the other, until
 *     callbacks fall behind
 * @param jvm {@code bench.jvm}: more arguments of the dispatcher's JVM
 * @param dir where the broker and the database of the run are, deleted at its end
 */
record CallbackSettings(
    Duration length,
    Duration warmup,
    Duration isolation,
    int endpoints,
    int rate,
    List<Integer> rates,
    List<String> jvm,
    Path dir) {

  static CallbackSettings ofThisProcess() {
    return new CallbackSettings(
        Duration.ofSeconds(Property.number("bench.seconds", 30, 1, 3600)),
        Duration.ofSeconds(Property.number("bench.warmup", 40, 0, 1800)),
        Duration.ofSeconds(Property.number("callbacks.isolation", 120, 30, 1_800)),
        Property.number("callbacks.endpoints", 200, 10, 2_000),
        Property.number("callbacks.rate", 1_000, 1, 100_000),
        ratesOfThisProcess(),
        Property.words("bench.jvm", " "),
        Path.of(Property.text("bench.dir").orElse(System.getProperty("java.io.tmpdir"))));
  }

  private static List<Integer> ratesOfThisProcess() {
    List<Integer> rates = new ArrayList<>();
    for (String word : Property.words("callbacks.rates", ",")) {
      if (!word.matches("[1-9][0-9]{0,5}")) {
        throw new BenchmarkFailure("callbacks.rates has " + word + ", which is no rate");
      }
      rates.add(Integer.parseInt(word));
    }
    return rates.isEmpty() ? List.of(3_000, 4_000, 5_000, 6_000, 7_000) : List.copyOf(rates);
  }
}
