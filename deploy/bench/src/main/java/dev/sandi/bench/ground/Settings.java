package dev.sandi.bench.ground;

import dev.sandi.bench.traffic.App;
import dev.sandi.event.AppChanged;
import dev.sandi.value.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the processor knows of an app: nothing is set that has a default. */
final class Settings {

  private Settings() {}

  static AppChanged of(App app, Instant at) {
    return new AppChanged(new AppId(app.id()), false, true, false, List.of(), Map.of(), at);
  }
}
