package dev.sandi.testing;

import dev.sandi.local.BrokerSecurity;
import dev.sandi.transport.KafkaSecurity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * An authority, what it has signed, and a broker and a database that speak nothing but TLS. Of
 * another authority, {@code stranger}, there is a certificate, too.
 */
public final class Encryption {

  public static final String USER = "sandi-services";

  /** With what JAAS would trip over. */
  public static final String PASSWORD = "p\"a\\s=s; word";

  public static final String PLAIN_USER = "sandi-plain";
  public static final String PLAIN_PASSWORD = "plain-password-of-the-tests";

  private static final String AUTHORITY = "authority";
  private static final String STRANGER = "stranger";
  private static final String SERVER = "server";
  private static final String CLIENT = "client";

  private static final String[] HERE = {"-ext", "san=dns:localhost,ip:127.0.0.1"};

  private final Certificates certificates;

  private Encryption(Certificates certificates) {
    this.certificates = certificates;
  }

  /**
   * Makes keys and certificates.
   *
   * @param dir where they are put
   */
  public static Encryption in(Path dir) throws Exception {
    QuietLogs.apply();
    var certificates = new Certificates(dir);
    certificates.makeAuthority(AUTHORITY);
    certificates.makeWith(SERVER, AUTHORITY, HERE);
    certificates.makeWith(CLIENT, AUTHORITY, HERE);
    certificates.makeAuthority(STRANGER);
    certificates.makeWith("impostor", STRANGER, HERE);
    return new Encryption(certificates);
  }

  /** Whom all should believe. */
  public String authority() {
    return certificates.pem(AUTHORITY).toString();
  }

  /** Whom nobody should believe. */
  public String stranger() {
    return certificates.pem(STRANGER).toString();
  }

  /** What a server at this machine shows. */
  public String serverCertificate() {
    return certificates.pem(SERVER).toString();
  }

  public String serverKey() {
    return certificates.key(SERVER).toString();
  }

  public String clientCertificate() {
    return certificates.pem(CLIENT).toString();
  }

  public String clientKey() {
    return certificates.key(CLIENT).toString();
  }

  /** Signed by the authority that nobody should believe. */
  public String impostorCertificate() {
    return certificates.pem("impostor").toString();
  }

  public String impostorKey() {
    return certificates.key("impostor").toString();
  }

  /** What a service or a program is told, as variables, to get in by SCRAM. */
  public Map<String, String> kafkaVariables() {
    return Map.of(
        "SANDI_KAFKA_TLS",
        "true",
        "SANDI_KAFKA_TLS_AUTHORITIES",
        authority(),
        "SANDI_KAFKA_USERNAME",
        USER,
        "SANDI_KAFKA_PASSWORD",
        PASSWORD);
  }

  /** Of the broker: what it shows, and whom it believes. */
  public Map<String, String> brokerTls() {
    return Map.of(
        "ssl.keystore.type", "PEM",
        "ssl.keystore.certificate.chain", text(certificates.pem(SERVER)),
        "ssl.keystore.key", text(certificates.key(SERVER)),
        "ssl.truststore.type", "PEM",
        "ssl.truststore.certificates", text(certificates.pem(AUTHORITY)));
  }

  EmbeddedBroker broker(Path dir) {
    return new EmbeddedBroker(
        dir,
        BrokerSecurity.ofPasswords(
            brokerTls(), Map.of(USER, PASSWORD), Map.of(PLAIN_USER, PLAIN_PASSWORD)),
        KafkaSecurity.ofVariables(kafkaVariables()));
  }

  EmbeddedDatabase database(Path dir) {
    try {
      Files.createDirectories(dir);
      var key = dir.resolve("server.key");
      Files.copy(certificates.key(SERVER), key);
      // Who can read more than its own files is not served by PostgreSQL.
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      var certificate = Files.copy(certificates.pem(SERVER), dir.resolve("server.pem"));
      var rules =
          Files.writeString(
              dir.resolve("hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
      return new EmbeddedDatabase(
          dir,
          Map.of(
              "ssl", "on",
              "ssl_key_file", key.toString(),
              "ssl_cert_file", certificate.toString(),
              "hba_file", rules.toString()),
          "?sslmode=verify-full&sslrootcert=" + authority());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
