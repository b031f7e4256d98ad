package dev.sandi.ingress.app;

import dev.sandi.crypto.Pem;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads certificates and their keys, and tells what would keep a connection from being made by
 * them. Faults are noted, and told by {@link JsonFields#end}.
 */
final class ReadCertificates {

  static final int MOST_AUTHORITIES = 20;
  static final int LONGEST_CHAIN = 5;

  private static final String CLIENTS = "1.3.6.1.5.5.7.3.2";
  private static final String ANY_PURPOSE = "2.5.29.37.0";

  private ReadCertificates() {}

  /** Authorities, each of which is valid. */
  static Optional<List<X509Certificate>> authorities(JsonFields fields, Instant now) {
    fields.require("authorities");
    return fields.parsed("authorities", text -> valid("authorities", text, MOST_AUTHORITIES, now));
  }

  /**
   * A certificate that a client may show, and what leads to its authority.
   *
   * @param chain the certificate first
   */
  record Own(List<X509Certificate> chain, PrivateKey key) {

    @Override
    public String toString() {
      return "Own[" + chain.get(0).getSubjectX500Principal() + "]";
    }
  }

  static Optional<Own> certificate(JsonFields fields, Instant now) {
    fields.require("certificate", "private_key");
    Optional<List<X509Certificate>> chain = fields.parsed("certificate", text -> chain(text, now));
    Optional<PrivateKey> key =
        fields.parsed(
            "private_key", text -> named("private_key", () -> Pem.privateKey(Secret.of(text))));
    if (chain.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    return Pem.belongs(key.get(), chain.get().get(0))
        ? Optional.of(new Own(chain.get(), key.get()))
        : fields.fault("private_key", "private_key should be the key of the first certificate");
  }

  private static List<X509Certificate> chain(String text, Instant now) {
    List<X509Certificate> chain = valid("certificate", text, LONGEST_CHAIN, now);
    for (int i = 1; i < chain.size(); i++) {
      if (!isSigned(chain.get(i - 1), chain.get(i))) {
        throw new InvalidValueException(
            "certificate should be followed by those that lead to its authority, each signed by"
                + " the next: number %d is not signed by number %d".formatted(i, i + 1));
      }
    }
    if (!isForClients(chain.get(0))) {
      throw new InvalidValueException(
          "certificate should be one for clients, which its extended key usage does not allow");
    }
    return chain;
  }

  private static List<X509Certificate> valid(String name, String text, int most, Instant now) {
    List<X509Certificate> certificates = named(name, () -> Pem.certificates(text));
    if (certificates.size() > most) {
      throw new InvalidValueException("%s should be at most %d certificates".formatted(name, most));
    }
    for (int i = 0; i < certificates.size(); i++) {
      Instant from = certificates.get(i).getNotBefore().toInstant();
      Instant until = certificates.get(i).getNotAfter().toInstant();
      if (!until.isAfter(now)) {
        throw new InvalidValueException(
            "%s should be valid: number %d expired at %s".formatted(name, i + 1, until));
      }
      if (from.isAfter(now)) {
        throw new InvalidValueException(
            "%s should be valid: number %d is not before %s".formatted(name, i + 1, from));
      }
    }
    return certificates;
  }

  private static boolean isSigned(X509Certificate certificate, X509Certificate by) {
    try {
      certificate.verify(by.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isForClients(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes == null || purposes.contains(CLIENTS) || purposes.contains(ANY_PURPOSE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private static <T> T named(String name, Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidValueException e) {
      throw new InvalidValueException(name + " " + e.getMessage());
    }
  }
}
