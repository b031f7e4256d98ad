package dev.sandi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopbackTest {

  @Test
  void givesNoPortTwice() {
    // When
    IntStream ports = IntStream.range(0, 500).map(i -> Loopback.choosePort(0));

    // Then
    assertThat(ports.boxed().toList()).doesNotHaveDuplicates();
  }
}
