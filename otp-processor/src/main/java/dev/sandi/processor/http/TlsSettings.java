package dev.sandi.processor.http;

import dev.sandi.processor.gateway.GatewaySecrets;
import dev.sandi.value.InvalidValueException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Whom a provider's certificate is to be from, and the one that we show.
 *
 * @param ca authorities that are trusted instead of the JDK's
 * @param certificate of ours, with those between it and its authority
 * @param key of that certificate, in PKCS #8 and without a password
 */
record TlsSettings(@Nullable Pem ca, @Nullable Pem certificate, @Nullable Pem key) {

  TlsSettings {
    Rules.require(
        (certificate == null) == (key == null), "certificate and key should be given together");
    Rules.require(ca != null || certificate != null, "should have ca, or certificate and key");
  }

  /**
   * Reads what is referred to.
   *
   * @throws InvalidValueException naming the setting that cannot be read
   */
  SslContext context(GatewaySecrets secrets) {
    SslContextBuilder context = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
    if (ca != null) {
      InputStream authorities = ca.read(secrets);
      make("tls.ca is no certificate in PEM", () -> context.trustManager(authorities));
    }
    if (certificate != null && key != null) {
      InputStream ours = certificate.read(secrets);
      InputStream with = key.read(secrets);
      make(
          "tls.certificate and tls.key are no certificate and its key in PEM",
          () -> context.keyManager(ours, with));
    }
    return make("tls does not hold together", context::build);
  }

  /** What the library says may quote what it has read. */
  private static <T> T make(String wrong, Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new InvalidValueException(wrong);
    }
  }
}
