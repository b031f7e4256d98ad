package dev.sandi.bench.ground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.traffic.App;
import dev.sandi.bench.traffic.Plan;
import dev.sandi.bench.traffic.Traffic;
import dev.sandi.event.AppChanged;
import dev.sandi.value.AppId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private static final App APP = Traffic.apps().get(0);

  @Test
  void anAppHasTheDefaultsUnlessSomethingIsTried() {
    // When
    AppChanged app = Settings.of(APP, List.of(), Plan.MONDAY);

    // Then
    assertThat(app.appId().value()).isEqualTo(APP.id());
    assertThat(app.checkModes()).isEmpty();
    assertThat(app.active()).isTrue();
    assertThat(app.owner()).isEqualTo(new AppId(APP.owner()));
    assertThat(app.allowedDomains()).containsExactly(APP.domain());
    assertThat(app.checkSettings()).isEmpty();
  }

  @Test
  void settingsOfOneCheckAreTriedTogether() {
    // When
    AppChanged app =
        Settings.of(APP, List.of("sequential.distinct=5", "sequential.minutes=20"), Plan.MONDAY);

    // Then
    assertThat(app.checkSettings())
        .isEqualTo(Map.of("sequential", Map.of("distinct", 5, "minutes", 20)));
  }

  @Test
  void modesAreTriedByTheNameOfTheCheck() {
    // When
    AppChanged app = Settings.of(APP, List.of("spam=shadow"), Plan.MONDAY);

    // Then
    assertThat(app.checkModes()).isEqualTo(Map.of("spam", "shadow"));
  }

  @Test
  void whatIsNoSettingIsRefused() {
    assertThatThrownBy(() -> Settings.of(APP, List.of("sequential.distinct=few"), Plan.MONDAY))
        .isInstanceOf(BenchmarkFailure.class)
        .hasMessageContaining("sequential.distinct=few");
  }
}
