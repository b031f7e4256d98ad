package dev.sandi.bench.ground;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.traffic.App;
import dev.sandi.event.Event;
import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** What the processor is told of the apps: nothing that has a default, but what is tried out. */
final class Settings {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Settings() {}

  /**
   * The record of {@code apps.v1}.
   *
   * @param checks settings of all apps, as {@code <check>.<setting>=<number>}, and modes, as {@code
   *     <check>=shadow}
   */
  static Event of(App app, List<String> checks, Instant at) {
    Map<String, String> modes = new TreeMap<>();
    Map<String, Map<String, Integer>> settings = new TreeMap<>();
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
    return EventJson.read(
        EventType.APP_CHANGED,
        JSON.writeValueAsBytes(
            Map.of(
                "app_id",
                app.id(),
                "sandbox",
                false,
                "active",
                true,
                "insecure_callbacks",
                false,
                "owner",
                app.owner(),
                "allowed_domains",
                List.of(app.domain()),
                "check_modes",
                modes,
                "check_settings",
                settings,
                "changed_at",
                at.toString())));
  }
}
