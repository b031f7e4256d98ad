package dev.sandi.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a run can be told, by {@code -Dbench.<name>=}.
 *
 * @param only names of the measures to take; empty means all
 * @param length how long each measure lasts
 * @param warmup how long each side is under load before the first measure: on two cores the JIT
 *     compiler takes about a minute
 * @param repetitions how often each measure is taken, the sides in turn
 * @param connections that are kept open, each with one request at a time
 * @param oneGroup whether all processes of a run share the cores as one control group
 * @param jvm more arguments of the measured JVM
 * @param requests that wait at the processor when it is measured
 * @param dir where the broker and the database of the run are, deleted at its end
 */
record Settings(
    Set<String> only,
    Duration length,
    Duration warmup,
    int repetitions,
    int connections,
    boolean oneGroup,
    List<String> jvm,
    int requests,
    Path dir) {

  static Settings ofThisProcess() {
    return new Settings(
        Set.copyOf(Property.words("bench.only", ",")),
        Duration.ofSeconds(Property.number("bench.seconds", 10, 1, 600)),
        Duration.ofSeconds(Property.number("bench.warmup", 60, 0, 1800)),
        Property.number("bench.repetitions", 3, 1, 50),
        Property.number("bench.connections", 512, 1, 2000),
        Property.text("bench.one-group").map(Boolean::parseBoolean).orElse(false),
        Property.words("bench.jvm", " "),
        Property.number("bench.requests", 30_000, 1_000, 1_000_000),
        Path.of(Property.text("bench.dir").orElse(System.getProperty("java.io.tmpdir"))));
  }

  boolean wants(String measure) {
    return only.isEmpty() || only.contains(measure);
  }
}
