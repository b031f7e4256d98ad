package dev.sandi.dispatcher.http;

import dev.sandi.runtime.ConfigurationException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import reactor.netty.http.client.HttpClient;

/**
 * How receivers are known: their certificate has to be of the URL's host, in time, and of a known
 * authority. The files are read once, at the start.
 */
final class CallbackTls {

  private CallbackTls() {}

  /**
   * @throws ConfigurationException if a file cannot be read as what it should be
   */
  static HttpClient secure(HttpClient http, EgressProperties.Tls settings) {
    try {
      SslContextBuilder builder = SslContextBuilder.forClient();
      configure(builder, settings);
      SslContext context = builder.build();
      return http.secure(spec -> spec.sslContext(context));
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "sandi.dispatcher.tls.certificate and .private-key should be PEM files");
    }
  }

  private static void configure(SslContextBuilder builder, EgressProperties.Tls settings) {
    builder.endpointIdentificationAlgorithm("HTTPS");
    if (!settings.authorities().isEmpty()) {
      builder.trustManager(trust(Path.of(settings.authorities())));
    }
    if (settings.certificate().isEmpty() != settings.privateKey().isEmpty()) {
      throw new ConfigurationException(
          "sandi.dispatcher.tls.certificate and .private-key should be set together");
    }
    if (!settings.certificate().isEmpty()) {
      builder.keyManager(new File(settings.certificate()), new File(settings.privateKey()));
    }
  }

  private static TrustManagerFactory trust(Path file) {
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int number = 0;
      for (Certificate authority : usual()) {
        all.setCertificateEntry("usual-" + number++, authority);
      }
      List<Certificate> added = read(file);
      for (Certificate authority : added) {
        all.setCertificateEntry("added-" + number++, authority);
      }
      if (!added.isEmpty()) {
        TrustManagerFactory factory = factory();
        factory.init(all);
        return factory;
      }
    } catch (GeneralSecurityException | IOException e) {
      // Told below.
    }
    throw new ConfigurationException(
        "sandi.dispatcher.tls.authorities (SANDI_DISPATCHER_TLS_AUTHORITIES) should be a file of"
            + " certificates in PEM");
  }

  private static List<Certificate> read(Path file) throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
    }
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
