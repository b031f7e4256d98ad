package dev.sandi.bench.ground;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.traffic.App;
import dev.sandi.event.AppChanged;
import dev.sandi.value.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the processor is told of the apps: nothing that has a default, but what is tried out. */
final class Settings {

  private Settings() {}

  /**
   * The record of {@code apps.v1}.
   *
   * @param checks settings of all apps, as {@code <check>.<setting>=<number>}, and modes, as {@code
   *     <check>=shadow}
   */
  static AppChanged of(App app, List<String> checks, Instant at) {
    Map<String, String> modes = new TreeMap<>();
    Map<String, Map<String, Object>> settings = new TreeMap<>();
    for (String one : checks) {
      if (one.matches("[a-z]+\\.[a-z_]+=[0-9]{1,9}")) {
        String[] words = one.split("[.=]", 3);
        settings
            .computeIfAbsent(words[0], check -> new TreeMap<>())
            .put(words[1], Integer.valueOf(words[2]));
      } else if (one.matches("[a-z]+=(enforce|shadow|off)")) {
        String[] words = one.split("=", 2);
        modes.put(words[0], words[1]);
      } else {
        throw new BenchmarkFailure(
            "ground.settings has %s and should have such as sequential.distinct=8 or spam=shadow"
                .formatted(one));
      }
    }
    return new AppChanged(
        new AppId(app.id()),
        false,
        true,
        false,
        null,
        List.of(),
        modes,
        at,
        new AppId(app.owner()),
        List.of(app.domain()),
        settings,
        null,
        null);
  }
}
