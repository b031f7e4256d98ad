package dev.sandi.bench.callbacks;

import dev.sandi.bench.Property;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run of kills can be told, by {@code -Dkills.<name>=}.
 *
 * @param kills {@code count}: how often a copy dies at a step
 * @param real {@code real}: how often a process is killed beside that
 * @param rate events a second
 * @param seed another one has copies die at other steps
 * @param unwritten {@code unwritten}: seconds after an attempt within which the death of its copy
 *     excuses that it is made again. Receivers answer at once, and a result is written some 20 ms
 *     later. No copy and no backend is ever paused, so 2 s leave room for a machine that is full of
 *     copies that start; a copy lives for 10 s at most, and with as much its death excused whatever
 *     it had done
 * @param sabotage {@code true} to have the run break what it checks, which it must find
 */
record KillSettings(
    int kills, int real, int rate, long seed, Duration unwritten, boolean sabotage, Path dir) {

  static KillSettings ofThisProcess() {
    return new KillSettings(
        Property.number("kills.count", 1_000, 1, 100_000),
        Property.number("kills.real", 20, 0, 1_000),
        Property.number("kills.rate", 50, 1, 1_000),
        Property.number("kills.seed", 1, 0, 999_999_999),
        Duration.ofSeconds(Property.number("kills.unwritten", 2, 1, 60)),
        Property.text("kills.sabotage").orElse("").equals("true"),
        Path.of(Property.text("bench.dir").orElse(System.getProperty("java.io.tmpdir"))));
  }
}
