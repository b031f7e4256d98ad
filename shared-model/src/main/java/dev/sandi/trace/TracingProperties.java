package dev.sandi.trace;

import dev.sandi.runtime.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether there are traces, and which.
 *
 * @param endpoint where spans are sent by OTLP over HTTP (protobuf); without one there are none
 * @param sample the share of requests whose traces are recorded, 0 to 1
 */
@ConfigurationProperties(TracingProperties.PREFIX)
public record TracingProperties(@Nullable String endpoint, @DefaultValue("0.1") double sample) {

  static final String PREFIX = "sandi.tracing";
  static final String ENDPOINT = PREFIX + ".endpoint";

  /** OpenTelemetry Protocol 1.10, "OTLP/HTTP Request": what is added to a base address. */
  private static final String DEFAULT_PATH = "/v1/traces";

  public TracingProperties {
    if (!(sample >= 0 && sample <= 1)) {
      throw new ConfigurationException(
          "sandi.tracing.sample (SANDI_TRACING_SAMPLE) should be between 0 and 1");
    }
    if (endpoint != null && isOn(endpoint)) {
      url(endpoint);
    }
  }

  static boolean isOn(@Nullable String endpoint) {
    return endpoint != null && !endpoint.isBlank();
  }

  /**
   * The whole address that spans are posted to.
   *
   * @throws ConfigurationException if there is none
   */
  String url() {
    return url(endpoint == null ? "" : endpoint);
  }

  private static String url(String endpoint) {
    try {
      URI url = new URI(endpoint.strip());
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null
          && url.getRawFragment() == null) {
        boolean isBase = url.getRawPath().replace("/", "").isEmpty() && url.getRawQuery() == null;
        return isBase ? url.resolve(DEFAULT_PATH).toString() : url.toString();
      }
    } catch (URISyntaxException e) {
      // Told below: the exception would quote the value.
    }
    throw new ConfigurationException(
        "sandi.tracing.endpoint (SANDI_TRACING) should be an http URL such as"
            + " http://collector:4318");
  }
}
