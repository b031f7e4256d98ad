package dev.sandi.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * @param jvm more arguments of the measured JVM
 * @param dir where the broker and the database of the run are, deleted at its end
 */
record Settings(
    Set<String> only,
    Duration length,
    Duration warmup,
    int repetitions,
    int connections,
    List<String> jvm,
    Path dir) {

  static Settings ofThisProcess() {
    return new Settings(
        Set.copyOf(words("only", ",")),
        Duration.ofSeconds(number("seconds", 10, 1, 600)),
        Duration.ofSeconds(number("warmup", 60, 0, 1800)),
        number("repetitions", 3, 1, 50),
        number("connections", 256, 1, 2000),
        words("jvm", " "),
        Path.of(text("dir").orElse(System.getProperty("java.io.tmpdir"))));
  }

  boolean wants(String measure) {
    return only.isEmpty() || only.contains(measure);
  }

  private static List<String> words(String name, String separator) {
    return text(name).map(text -> List.of(text.strip().split(separator))).orElse(List.of());
  }

  private static int number(String name, int otherwise, int least, int most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (text.get().matches("[0-9]{1,6}")) {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new BenchmarkFailure(
        "bench.%s is %s and should be a number from %d to %d"
            .formatted(name, text.get(), least, most));
  }

  private static Optional<String> text(String name) {
    return Optional.ofNullable(System.getProperty("bench." + name)).filter(text -> !text.isBlank());
  }
}
