package dev.sandi.dispatcher.http;

import dev.sandi.crypto.Pem;
import dev.sandi.runtime.ConfigurationException;
import dev.sandi.value.Secret;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How receivers are known: their certificate has to be of the URL's host, in time, and of a known
 * authority. What an app has of its own stands beside what the installation has in files, which are
 * read once, at the start.
 */
final class CallbackTls {

  private final List<X509Certificate> added;
  private final byte @Nullable [] certificate;
  private final byte @Nullable [] privateKey;

  /**
   * @throws ConfigurationException if a file cannot be read as what it should be
   */
  CallbackTls(EgressProperties.Tls settings) {
    this.added =
        settings.authorities().isEmpty() ? List.of() : authorities(Path.of(settings.authorities()));
    if (settings.certificate().isEmpty() != settings.privateKey().isEmpty()) {
      throw new ConfigurationException(
          "sandi.dispatcher.tls.certificate and .private-key should be set together");
    }
    this.certificate = bytes(settings.certificate());
    this.privateKey = bytes(settings.privateKey());
  }

  private static byte @Nullable [] bytes(String file) {
    try {
      return file.isEmpty() ? null : Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw notPem();
    }
  }

  private static ConfigurationException notPem() {
    return new ConfigurationException(
        "sandi.dispatcher.tls.certificate and .private-key should be PEM files");
  }

  /**
   * How the installation wants all to connect.
   *
   * @throws ConfigurationException if its certificate cannot be used
   */
  SslContext context() {
    try {
      return builder(List.of()).build();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw notPem();
    }
  }

  /**
   * How an app wants to connect.
   *
   * @throws UnusableTlsException if that cannot be
   */
  SslContext context(AppTls app) {
    try {
      String authorities = app.authorities();
      SslContextBuilder builder =
          builder(authorities == null ? List.of() : Pem.certificates(authorities));
      String own = app.certificate();
      if (own != null) {
        Secret key = app.privateKey();
        if (key == null) {
          throw new UnusableTlsException();
        }
        builder.keyManager(Pem.privateKey(key), Pem.certificates(own));
      }
      return builder.build();
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      // What they say may quote what they have read.
      throw new UnusableTlsException();
    }
  }

  private SslContextBuilder builder(List<X509Certificate> ofApp)
      throws GeneralSecurityException, IOException {
    SslContextBuilder builder = SslContextBuilder.forClient();
    builder.endpointIdentificationAlgorithm("HTTPS");
    if (!added.isEmpty() || !ofApp.isEmpty()) {
      builder.trustManager(trust(ofApp));
    }
    if (certificate != null && privateKey != null) {
      builder.keyManager(
          new ByteArrayInputStream(certificate), new ByteArrayInputStream(privateKey));
    }
    return builder;
  }

  private TrustManagerFactory trust(List<X509Certificate> ofApp)
      throws GeneralSecurityException, IOException {
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    all.load(null, null);
    List<X509Certificate> authorities =
        Stream.of(usual(), added, ofApp).flatMap(List::stream).toList();
    for (int i = 0; i < authorities.size(); i++) {
      all.setCertificateEntry("authority-" + i, authorities.get(i));
    }
    TrustManagerFactory factory = factory();
    factory.init(all);
    return factory;
  }

  private static List<X509Certificate> authorities(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> read = new ArrayList<>();
      CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .forEach(certificate -> read.add((X509Certificate) certificate));
      if (!read.isEmpty()) {
        return List.copyOf(read);
      }
    } catch (GeneralSecurityException | IOException e) {
      // Told below.
    }
    throw new ConfigurationException(
        "sandi.dispatcher.tls.authorities (SANDI_DISPATCHER_TLS_AUTHORITIES) should be a file of"
            + " certificates in PEM");
  }

  private static List<X509Certificate> usual() throws GeneralSecurityException {
    TrustManagerFactory factory = factory();
    factory.init((KeyStore) null);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
        .toList();
  }

  private static TrustManagerFactory factory() throws GeneralSecurityException {
    return TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
  }
}
