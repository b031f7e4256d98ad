package dev.sandi.bench.ground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.traffic.App;
import dev.sandi.bench.traffic.Plan;
import dev.sandi.bench.traffic.Traffic;
import dev.sandi.event.AppChanged;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private static final App APP = Traffic.apps().get(0);

  @Test
  void anAppHasTheDefaultsUnlessSomethingIsTried() {
    // When
    AppChanged app = (AppChanged) Settings.of(APP, List.of(), Plan.MONDAY);

    // Then
    assertThat(app.appId().value()).isEqualTo(APP.id());
    assertThat(app.checkModes()).isEmpty();
    assertThat(app.active()).isTrue();
  }

  @Test
  void modesAreTriedByTheNameOfTheCheck() {
    // When
    AppChanged app = (AppChanged) Settings.of(APP, List.of("spam=shadow"), Plan.MONDAY);

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
