package dev.sandi.bench.ground;

import dev.sandi.bench.Property;
import dev.sandi.bench.traffic.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a run can be told, by {@code -Dground.<name>=}.
 *
 * @param plan {@code seed}, {@code days}, {@code requests} a day
 * @param slice seconds that the processor sees at once
 * @param variants {@code settings}: those of the checks in one week each, such as {@code
 *     sequential.distinct=5,spam=shadow}, and the weeks apart by bars; nothing means the defaults
 * @param report whether missed targets are only told
 * @param dir where the broker and the database of the run are, deleted at its end
 */
record GroundRun(Plan plan, Duration slice, List<List<String>> variants, boolean report, Path dir) {

  static GroundRun ofThisProcess() {
    return new GroundRun(
        new Plan(
            Property.number("ground.seed", 1, 0, 999_999_999),
            Plan.MONDAY,
            Property.number("ground.days", 7, 2, 28),
            Property.number("ground.requests", 15_000, 100, 1_000_000)),
        Duration.ofSeconds(Property.number("ground.slice", 60, 1, 60)),
        variants(Property.text("ground.settings").orElse("")),
        Property.text("ground.report").orElse("").equals("true"),
        Path.of(Property.text("bench.dir").orElse(System.getProperty("java.io.tmpdir"))));
  }

  /** An empty one is the defaults. */
  static List<List<String>> variants(String text) {
    List<List<String>> variants = new ArrayList<>();
    for (String variant : text.split("\\|", -1)) {
      variants.add(
          Arrays.stream(variant.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList());
    }
    return variants;
  }
}
