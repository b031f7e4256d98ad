package dev.sandi.transport;

import dev.sandi.crypto.Pem;
import dev.sandi.runtime.ConfigurationException;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Files in PEM: whom to believe, and what to show. Looked into before anything is started, so that
 * what is wrong is told in a sentence.
 *
 * @param authorities certificates of who is believed, instead of the JDK's
 * @param identity what is shown to the other side
 */
record PemFiles(Optional<Path> authorities, Optional<Identity> identity) {

  /**
   * A certificate, those behind it, and its key.
   *
   * @param privateKey PKCS #8, not encrypted
   */
  record Identity(Path certificate, Path privateKey) {}

  private record Key(Setting setting, Path file) {}

  /**
   * Reads where the files are, and looks whether they are what they should be.
   *
   * @param property what the names of the three settings begin with
   * @param variable likewise, of the three variables
   * @throws ConfigurationException if a file is missing or something else, if only one of
   *     certificate and key is given, or if they are not of each other
   */
  static PemFiles of(
      Function<Setting, @Nullable String> settings, String property, String variable) {
    Setting authorities = new Setting(property + ".authorities", variable + "_AUTHORITIES");
    Setting certificate = new Setting(property + ".certificate", variable + "_CERTIFICATE");
    Setting privateKey = new Setting(property + ".private-key", variable + "_PRIVATE_KEY");
    Optional<Path> trusted = authorities.in(settings).map(file -> path(authorities, file));
    trusted.ifPresent(file -> certificates(authorities, file));
    Optional<Key> key = privateKey.in(settings).map(f -> new Key(privateKey, path(privateKey, f)));
    Optional<Path> shown = certificate.in(settings).map(file -> path(certificate, file));
    if (shown.isPresent() != key.isPresent()) {
      throw new ConfigurationException(certificate + " and " + privateKey + " come together");
    }
    return new PemFiles(trusted, shown.map(file -> identity(certificate, file, key.orElseThrow())));
  }

  private static Identity identity(Setting certificate, Path file, Key key) {
    X509Certificate first = certificates(certificate, file).get(0);
    PrivateKey privateKey;
    try {
      privateKey = Pem.privateKey(Secret.of(text(key.setting(), key.file())));
    } catch (InvalidValueException e) {
      throw key.setting().wrong(String.valueOf(e.getMessage()));
    }
    if (!Pem.belongs(privateKey, first)) {
      throw key.setting().wrong("should be the key of the first certificate of " + file);
    }
    return new Identity(file, key.file());
  }

  boolean isEmpty() {
    return authorities.isEmpty() && identity.isEmpty();
  }

  private static List<X509Certificate> certificates(Setting setting, Path file) {
    try {
      return Pem.certificates(text(setting, file));
    } catch (InvalidValueException e) {
      throw setting.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static Path path(Setting setting, String file) {
    try {
      return Path.of(file.strip()).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw setting.wrong("should be the path of a file in PEM");
    }
  }

  private static String text(Setting setting, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw setting.wrong("should be a file in PEM that can be read: " + file + " cannot");
    }
  }
}
