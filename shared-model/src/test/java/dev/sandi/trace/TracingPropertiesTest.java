package dev.sandi.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.runtime.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingPropertiesTest {

  @ParameterizedTest
  @CsvSource({
    "http://collector:4318, http://collector:4318/v1/traces",
    "http://collector:4318/, http://collector:4318/v1/traces",
    "https://otlp.example.com/v1/traces, https://otlp.example.com/v1/traces",
    "https://example.com/otlp?tenant=1, https://example.com/otlp?tenant=1",
  })
  void aBaseAddressGetsTheUsualPath(String endpoint, String url) {
    assertThat(new TracingProperties(endpoint, 1).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"collector:4318", "true", "grpc://collector:4317", "http://", "http://a b"})
  void whatIsNoHttpUrlIsToldInASentence(String endpoint) {
    assertThatThrownBy(() -> new TracingProperties(endpoint, 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "sandi.tracing.endpoint (SANDI_TRACING) should be an http URL such as"
                + " http://collector:4318");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aShareIsBetweenNoneAndAll(double sample) {
    assertThatThrownBy(() -> new TracingProperties(null, sample))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("sandi.tracing.sample (SANDI_TRACING_SAMPLE) should be between 0 and 1");
  }

  @Test
  void anEmptyEndpointIsNone() {
    assertThat(TracingProperties.isOn(new TracingProperties(" ", 1).endpoint())).isFalse();
  }
}
