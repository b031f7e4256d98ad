package dev.sandi.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/** The ways out of a service, or into it, on which nothing is encrypted or nobody is known. */
final class InClear {

  /** The only mode of the driver in which the server has to be who it says it is. */
  private static final Pattern VERIFIED = Pattern.compile("[?&]sslmode=verify-full(&|$)");

  private static final Map<String, String> PEERS =
      Map.of(
          "sandi.ingress.processor-url", "SANDI_PROCESSOR_URL",
          "sandi.ingress.dispatcher-url", "SANDI_DISPATCHER_URL");

  private InClear() {}

  /** Each with what would mend it. */
  static List<String> of(ConfigurableEnvironment environment) {
    List<String> found = new ArrayList<>();
    if (!kafkaProtocol(environment).endsWith("SSL")) {
      found.add("Kafka (SANDI_KAFKA_TLS)");
    }
    if (!verifiesDatabase(environment)) {
      found.add("Postgres (sslmode=verify-full in SANDI_DB_URL)");
    }
    if (environment.getProperty("sandi.internal-tls.listens", Boolean.class, false)
        && environment.getProperty("server.ssl.bundle", "").isEmpty()
        && environment.getProperty("server.ssl.certificate", "").isEmpty()
        && environment.getProperty("server.ssl.key-store", "").isEmpty()) {
      found.add("its own port (SANDI_INTERNAL_TLS_CERTIFICATE)");
    }
    PEERS.entrySet().stream()
        .filter(peer -> environment.getProperty(peer.getKey(), "").startsWith("http:"))
        .map(peer -> "the way to " + peer.getValue() + " (https)")
        .sorted()
        .forEach(found::add);
    return found;
  }

  private static String kafkaProtocol(ConfigurableEnvironment environment) {
    Map<String, String> none = Map.of();
    Map<String, String> properties =
        Objects.requireNonNullElse(
            Binder.get(environment)
                .bind("spring.kafka.properties", Bindable.mapOf(String.class, String.class))
                .orElse(none),
            none);
    String protocol = properties.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "");
    return environment.getProperty("spring.kafka.security.protocol", protocol);
  }

  private static boolean verifiesDatabase(ConfigurableEnvironment environment) {
    return VERIFIED.matcher(environment.getProperty("spring.datasource.url", "")).find()
        || "verify-full"
            .equals(
                environment.getProperty("spring.datasource.hikari.data-source-properties.sslmode"));
  }
}
