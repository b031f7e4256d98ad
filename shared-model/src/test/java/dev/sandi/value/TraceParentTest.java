package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String VALID = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void keepsAValidHeader() {
    assertThat(TraceParent.orNew(VALID)).hasToString(VALID);
  }

  @Test
  void knowsItsTrace() {
    assertThat(new TraceParent(VALID).traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
  }

  @Test
  void isOfItsParts() {
    // When
    var sampled = TraceParent.of("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
    var other = TraceParent.of("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", false);

    // Then
    assertThat(sampled).hasToString(VALID);
    assertThat(sampled.parentId()).isEqualTo("00f067aa0ba902b7");
    assertThat(sampled.isSampled()).isTrue();
    assertThat(other.isSampled()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"00, false", "01, true", "02, false", "03, true", "fe, false", "ff, true"})
  void isSampledByTheLowestBitOfItsFlags(String flags, boolean sampled) {
    // Given
    String header = VALID.replaceFirst("..$", flags);

    // Then
    assertThat(new TraceParent(header).isSampled()).isEqualTo(sampled);
    assertThat(TraceParent.isSampled(header)).isEqualTo(sampled);
  }

  @Test
  void nothingIsNotSampled() {
    assertThat(TraceParent.isSampled("")).isFalse();
    assertThat(TraceParent.read(null)).isEmpty();
    assertThat(TraceParent.read("junk")).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x"
      })
  void startsANewTraceForAnyOtherHeader(String header) {
    // When
    var trace = TraceParent.orNew(header);

    // Then
    assertThat(trace.value()).isNotEqualTo(header).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
  }

  @Test
  void refusesAnInvalidValue() {
    assertThatThrownBy(() -> new TraceParent("00-x"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("traceparent should follow W3C Trace Context, version 00");
  }

  @Test
  void startsAnotherTraceEachTime() {
    assertThat(Stream.generate(TraceParent::start).limit(1000).map(TraceParent::traceId).toList())
        .doesNotHaveDuplicates();
  }
}
