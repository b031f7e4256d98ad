package dev.sandi.bench.load;

import dev.sandi.bench.Property;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run can be told, by {@code -Dload.<name>=}.
 *
 * @param first requests a second of the first step
 * @param growth each step to the one before, in percent
 * @param step how long each lasts
 * @param warmup how long the path is under load before the first: an order's CPU falls by half
 *     while the compilers of five JVMs are at work
 * @param soak how long the last stretch lasts; zero for none
 * @param sessions to fill the tables with, before the same rate is held again; zero for none
 * @param callbacks that wait meanwhile, if there are sessions
 * @param dir where broker and database of the run are, deleted at its end
 * @param report the file of the plots
 */
record LoadSettings(
    int first,
    int growth,
    Duration step,
    Duration warmup,
    Duration soak,
    int sessions,
    int callbacks,
    Path dir,
    Path report) {

  static LoadSettings ofThisProcess() {
    return new LoadSettings(
        Property.number("load.first", 300, 10, 100_000),
        Property.number("load.growth", 125, 105, 400),
        Duration.ofSeconds(Property.number("load.step", 20, 5, 600)),
        Duration.ofSeconds(Property.number("bench.warmup", 300, 0, 1_800)),
        Duration.ofMinutes(Property.number("load.soak", 10, 0, 1_440)),
        Property.number("load.sessions", 0, 0, 100_000_000),
        Property.number("load.callbacks", 1_000_000, 20, 10_000_000),
        Path.of(Property.text("bench.dir").orElse(System.getProperty("java.io.tmpdir"))),
        Path.of(Property.text("load.report").orElse("load.html")));
  }
}
