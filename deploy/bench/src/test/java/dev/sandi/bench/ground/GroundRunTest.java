package dev.sandi.bench.ground;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroundRunTest {

  @Test
  void nothingSaidIsOneWeekWithTheDefaults() {
    assertThat(GroundRun.variants("")).containsExactly(List.of());
  }

  @Test
  void eachVariantHasSettingsOfItsOwnAndMayBeTheDefaults() {
    assertThat(GroundRun.variants("|a=1, b=2|a=3"))
        .containsExactly(List.of(), List.of("a=1", "b=2"), List.of("a=3"));
  }
}
