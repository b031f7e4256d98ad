package dev.sandi.transport;

import dev.sandi.runtime.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertyResolver;

/**
 * How clients of Kafka encrypt (TLS, with the broker's host name checked) and log in (by a
 * certificate, or by SASL). The same for producers, consumers and administration.
 *
 * <p>A password is never shown over a connection that is not encrypted: with SCRAM (RFC 5802) it is
 * not sent, but whoever listens can try passwords against what is.
 */
public final class KafkaSecurity {

  private static final String PROPERTY = "sandi.kafka.tls";
  private static final String VARIABLE = "SANDI_KAFKA_TLS";

  private static final Setting TLS = new Setting(PROPERTY + ".enabled", VARIABLE);
  private static final Setting USERNAME =
      new Setting("sandi.kafka.username", "SANDI_KAFKA_USERNAME");
  private static final Setting PASSWORD =
      new Setting("sandi.kafka.password", "SANDI_KAFKA_PASSWORD");
  private static final Setting MECHANISM =
      new Setting("sandi.kafka.sasl-mechanism", "SANDI_KAFKA_SASL_MECHANISM");

  private static final String DEFAULT_MECHANISM = "SCRAM-SHA-512";

  private static final Map<String, Class<?>> LOGIN_MODULES =
      Map.of(
          DEFAULT_MECHANISM,
          ScramLoginModule.class,
          "SCRAM-SHA-256",
          ScramLoginModule.class,
          "PLAIN",
          PlainLoginModule.class);

  private static final String PEM = "PEM";

  private KafkaSecurity() {}

  /**
   * For a program that is told by its environment alone.
   *
   * @return properties of Kafka's clients; none if all is to be in clear
   * @throws ConfigurationException if settings contradict each other, or a file is not what it
   *     should be
   */
  public static Map<String, String> ofVariables(Map<String, String> environment) {
    return of(setting -> environment.get(setting.variable()));
  }

  static Map<String, String> of(PropertyResolver properties) {
    return of(setting -> properties.getProperty(setting.property()));
  }

  private static Map<String, String> of(Function<Setting, @Nullable String> settings) {
    boolean encrypts = encrypts(settings);
    PemFiles files = PemFiles.of(settings, PROPERTY, VARIABLE);
    if (!encrypts && !files.isEmpty()) {
      throw new ConfigurationException(PROPERTY + " has files, and needs " + VARIABLE + "=true");
    }
    Map<String, String> client = new LinkedHashMap<>();
    Optional<String> username = USERNAME.in(settings);
    if (username.isPresent()) {
      if (!encrypts) {
        throw USERNAME.wrong(
            "needs " + VARIABLE + "=true: who logs in does so over encrypted connections alone");
      }
      client.putAll(login(username.get(), settings));
    } else if (PASSWORD.in(settings).isPresent()) {
      throw PASSWORD.wrong("needs " + USERNAME);
    }
    if (encrypts) {
      client.put(
          CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
          (username.isPresent() ? SecurityProtocol.SASL_SSL : SecurityProtocol.SSL).name);
      client.putAll(certificates(files));
    }
    return client;
  }

  private static boolean encrypts(Function<Setting, @Nullable String> settings) {
    return switch (TLS.in(settings).orElse("false").strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw TLS.wrong("should be true or false");
    };
  }

  private static Map<String, String> login(
      String username, Function<Setting, @Nullable String> settings) {
    String password = PASSWORD.in(settings).orElseThrow(() -> USERNAME.wrong("needs " + PASSWORD));
    String mechanism = MECHANISM.in(settings).map(String::strip).orElse(DEFAULT_MECHANISM);
    Class<?> module = LOGIN_MODULES.get(mechanism);
    if (module == null) {
      throw MECHANISM.wrong("should be SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN");
    }
    return Map.of(
        SaslConfigs.SASL_MECHANISM,
        mechanism,
        SaslConfigs.SASL_JAAS_CONFIG,
        "%s required username=%s password=%s;"
            .formatted(module.getName(), quoted(username), quoted(password)));
  }

  /** As the grammar of JAAS has it. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Map<String, String> certificates(PemFiles files) {
    Map<String, String> client = new LinkedHashMap<>();
    files
        .authorities()
        .ifPresent(
            file -> {
              client.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, PEM);
              client.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, file.toString());
            });
    files
        .identity()
        .ifPresent(
            identity -> {
              client.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, PEM);
              client.put(
                  SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, text(identity.certificate()));
              client.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, text(identity.privateKey()));
            });
    return client;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
