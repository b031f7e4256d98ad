package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.Property;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run can be told, by {@code -Dcrash.<name>=}.
 *
 * @param length {@code minutes}: how long requests come and parts die
 * @param rate requests a second
 * @param pause {@code pause}: longest time between two disturbances, in seconds
 * @param timeLimit {@code time-limit}: of codes, in seconds; the end waits for the last to expire
 * @param seed another one disturbs other parts at other times
 * @param means {@code disturb}: what happens to the installation, some of {@link Means} apart by
 *     commas; {@code kills} by default
 * @param fault {@code fault}: one of {@link PlantedFault}, a defect which the run must find
 * @param dir where the broker, the database and the logs of the run are
 */
record CrashSettings(
    Duration length,
    int rate,
    int pause,
    int timeLimit,
    long seed,
    Set<Means> means,
    Optional<PlantedFault> fault,
    Path dir) {

  private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(2);

  static CrashSettings ofThisProcess() {
    return new CrashSettings(
        Duration.ofMinutes(Property.number("crash.minutes", 10, 1, 600)),
        Property.number("crash.rate", 50, 1, 5_000),
        Property.number("crash.pause", 25, 1, 600),
        Property.number("crash.time-limit", 90, 30, 3_600),
        Property.number("crash.seed", 1, 0, 999_999_999),
        Property.text("crash.disturb")
            .map(text -> Means.named(List.of(text.split(","))))
            .orElse(Set.of(Means.KILLS)),
        Property.text("crash.fault").map(CrashSettings::fault),
        Path.of(Property.text("bench.dir").orElse(System.getProperty("java.io.tmpdir"))));
  }

  /** For how long the rate rises. */
  Duration warmUp() {
    Duration tenth = length.dividedBy(10);
    return tenth.compareTo(LONGEST_WARM_UP) < 0 ? tenth : LONGEST_WARM_UP;
  }

  private static PlantedFault fault(String slug) {
    return PlantedFault.find(slug)
        .orElseThrow(
            () ->
                new BenchmarkFailure(
                    "crash.fault is %s and should be one of %s"
                        .formatted(slug, PlantedFault.slugs())));
  }
}
