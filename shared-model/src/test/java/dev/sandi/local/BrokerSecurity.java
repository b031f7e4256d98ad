package dev.sandi.local;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom a broker lets in, and how.
 *
 * @param properties settings of the broker, over those of one that lets everybody in
 * @param passwords of users who log in by SCRAM-SHA-512
 */
public record BrokerSecurity(Map<String, String> properties, Map<String, String> passwords) {

  /** Everybody, and in clear. */
  static final BrokerSecurity NONE = new BrokerSecurity(Map.of(), Map.of());

  private static final String INTERNAL = "broker";

  /**
   * Who shows a certificate.
   *
   * @param tls what the broker shows, and whom it believes: settings of the broker
   */
  public static BrokerSecurity ofCertificates(Map<String, String> tls) {
    var properties = new LinkedHashMap<>(tls);
    properties.put("listener.security.protocol.map", protocols("SSL"));
    properties.put("ssl.client.auth", "required");
    return new BrokerSecurity(Map.copyOf(properties), Map.of());
  }

  /**
   * Who knows a password, over TLS.
   *
   * @param tls what the broker shows: settings of the broker
   * @param scram passwords of users who log in by SCRAM-SHA-512
   * @param plain passwords of users who log in by PLAIN
   */
  public static BrokerSecurity ofPasswords(
      Map<String, String> tls, Map<String, String> scram, Map<String, String> plain) {
    var properties = new LinkedHashMap<>(tls);
    properties.put("listener.security.protocol.map", protocols("SASL_SSL"));
    properties.put("sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put(
        "listener.name.broker.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    var users = new StringBuilder();
    plain.forEach((user, password) -> users.append(" user_%s=\"%s\"".formatted(user, password)));
    properties.put(
        "listener.name.broker.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%1$s\" password=\"%1$s\" user_%1$s=\"%1$s\"%2$s;"
            .formatted(INTERNAL, users));
    return new BrokerSecurity(Map.copyOf(properties), Map.copyOf(scram));
  }

  private static String protocols(String broker) {
    return KafkaProperties.BROKER + ":" + broker + "," + KafkaProperties.CONTROLLER + ":PLAINTEXT";
  }

  /** As {@code kafka-storage format --add-scram} takes them. */
  List<String> scramArguments() {
    return passwords.entrySet().stream()
        .map(
            user -> "SCRAM-SHA-512=[name=%s,password=%s]".formatted(user.getKey(), user.getValue()))
        .toList();
  }
}
