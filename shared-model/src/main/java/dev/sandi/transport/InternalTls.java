package dev.sandi.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.env.PropertyResolver;

/**
 * TLS between the services: whoever listens for the others serves HTTPS alone, and, if it is told
 * whom to believe, only for who shows a certificate. Beside the token that they show each other.
 */
public final class InternalTls {

  /** The SSL bundle that there is when anything of it is set. */
  public static final String BUNDLE = "sandi-internal";

  private static final String PROPERTY = "sandi.internal-tls";
  private static final String FILES = "spring.ssl.bundle.pem." + BUNDLE;

  /** Whether this service listens for the others, and for nobody else. */
  private static final String LISTENS = PROPERTY + ".listens";

  /** Whether a service that listens serves only who shows a certificate. */
  static final String ASKS = PROPERTY + ".asks";

  private InternalTls() {}

  /** What Spring Boot is to be told; nothing if nothing is set. */
  static Map<String, String> of(PropertyResolver properties) {
    PemFiles files =
        PemFiles.of(
            setting -> properties.getProperty(setting.property()), PROPERTY, "SANDI_INTERNAL_TLS");
    Map<String, String> boot = new LinkedHashMap<>();
    if (files.isEmpty()) {
      return boot;
    }
    boot.put(FILES + ".reload-on-update", "true");
    // All who speak it are ours.
    boot.put(FILES + ".options.enabled-protocols", "TLSv1.3");
    files
        .authorities()
        .ifPresent(file -> boot.put(FILES + ".truststore.certificate", file.toUri().toString()));
    files
        .identity()
        .ifPresent(
            identity -> {
              boot.put(FILES + ".keystore.certificate", identity.certificate().toUri().toString());
              boot.put(FILES + ".keystore.private-key", identity.privateKey().toUri().toString());
            });
    if (properties.getProperty(LISTENS, Boolean.class, false)) {
      if (files.identity().isEmpty()) {
        throw new Setting(PROPERTY + ".certificate", "SANDI_INTERNAL_TLS_CERTIFICATE")
            .wrong("is needed by a service that listens for the others");
      }
      boot.put("server.ssl.bundle", BUNDLE);
      if (files.authorities().isPresent()) {
        // Not `need`: probes come without one, and are all that they get.
        boot.put("server.ssl.client-auth", "want");
        boot.put(ASKS, "true");
      }
    }
    return boot;
  }
}
