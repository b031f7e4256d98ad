package dev.sandi.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.bench.BenchmarkFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeansTest {

  @Test
  void areNamedInAnyOrder() {
    assertThat(Means.named(List.of("network", " kills")))
        .containsExactly(Means.KILLS, Means.NETWORK);
  }

  @Test
  void anUnknownOneIsNamedWithThoseThatThereAre() {
    assertThatThrownBy(() -> Means.named(List.of("kills", "floods")))
        .isInstanceOf(BenchmarkFailure.class)
        .hasMessage(
            "crash.disturb has floods and should have some of"
                + " [kills, network, connections, disk, clock]");
  }
}
