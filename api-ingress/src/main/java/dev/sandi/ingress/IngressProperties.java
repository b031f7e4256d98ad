package dev.sandi.ingress;

import dev.sandi.runtime.ConfigurationException;
import dev.sandi.value.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the ingress.
 *
 * @param processorUrl where the otp-processor listens, without a path
 * @param dispatcherUrl where the callback-dispatcher listens, without a path; without one there is
 *     no administration of endpoints
 * @param answerWithin the longest that a request may take before it is answered with 503
 * @param publishTimeout the longest that the broker may take to acknowledge, 1 s to 2.5 s
 * @param verifyTimeout the longest that the processor may take over one code
 * @param requestConnections connections to the database kept for requests alone
 * @param abandonedAfter when a request that was admitted and never published is given up: what it
 *     took is given back
 * @param retention for how long requests and their timelines can be read
 * @param failedAuthentications failures of one address in a minute that are answered with 401
 * @param trustedProxies ranges of addresses whose {@code X-Forwarded-For} is believed
 * @param adminToken what administrators show; without one there is no administration
 * @param auditRetention for how long calls of administration are on record
 */
@ConfigurationProperties("sandi.ingress")
public record IngressProperties(
    @Nullable String processorUrl,
    @Nullable String dispatcherUrl,
    @DefaultValue("2900ms") Duration answerWithin,
    @DefaultValue("1500ms") Duration publishTimeout,
    @DefaultValue("2s") Duration verifyTimeout,
    @DefaultValue("8") int requestConnections,
    @DefaultValue("5m") Duration abandonedAfter,
    @DefaultValue("30d") Duration retention,
    @DefaultValue("20") int failedAuthentications,
    @DefaultValue List<String> trustedProxies,
    @Nullable Secret adminToken,
    @DefaultValue("365d") Duration auditRetention) {

  /**
   * What the producer may block, and a moment for admission: with less, no publication would ever
   * be begun, and every request to send be refused.
   */
  private static final Duration BEFORE_PUBLICATION = Duration.ofMillis(600);

  /** What is published is published when its answer is due; the rest is for clocks that differ. */
  private static final Duration AFTER_PUBLICATION = Duration.ofSeconds(5);

  public IngressProperties {
    between("publish-timeout", publishTimeout, Duration.ofSeconds(1), Duration.ofMillis(2500));
    between(
        "answer-within",
        answerWithin,
        publishTimeout.plus(BEFORE_PUBLICATION),
        Duration.ofSeconds(30));
    between("verify-timeout", verifyTimeout, Duration.ofMillis(100), answerWithin);
    between(
        "abandoned-after",
        abandonedAfter,
        answerWithin.plus(AFTER_PUBLICATION),
        Duration.ofHours(1));
    // A request may wait in Kafka for a week before it becomes a row.
    between("retention", retention, Duration.ofDays(20), Duration.ofDays(3650));
    between("audit-retention", auditRetention, Duration.ofDays(1), Duration.ofDays(36500));
    if (requestConnections < 1) {
      throw new ConfigurationException("sandi.ingress.request-connections should be at least 1");
    }
    if (failedAuthentications < 1) {
      throw new ConfigurationException("sandi.ingress.failed-authentications should be at least 1");
    }
    trustedProxies = List.copyOf(trustedProxies);
  }

  private static void between(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new ConfigurationException(
          "sandi.ingress.%s should be between %s and %s"
              .formatted(name, inWords(least), inWords(most)));
    }
  }

  private static String inWords(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  /**
   * Where the processor listens.
   *
   * @throws ConfigurationException if it is not set, or not an http URL
   */
  public URI requiredProcessorUrl() {
    return url(processorUrl, "sandi.processor-url (SANDI_PROCESSOR_URL)", "otp-processor:8081")
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "sandi.processor-url is not set: give it by SANDI_PROCESSOR_URL"));
  }

  /**
   * Where the dispatcher listens, if that is set.
   *
   * @throws ConfigurationException if it is not an http URL
   */
  public Optional<URI> optionalDispatcherUrl() {
    return url(
        dispatcherUrl, "sandi.dispatcher-url (SANDI_DISPATCHER_URL)", "callback-dispatcher:8082");
  }

  private static Optional<URI> url(@Nullable String given, String name, String example) {
    if (given == null || given.isBlank()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(given.strip().replaceAll("/+$", ""));
      if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null
          && url.getRawQuery() == null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // Told below: the exception would quote the value.
    }
    throw new ConfigurationException(
        "%s should be an http URL such as http://%s".formatted(name, example));
  }
}
