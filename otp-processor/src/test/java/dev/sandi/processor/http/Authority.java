package dev.sandi.processor.http;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.sandi.testing.Certificates;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** An authority of a test's own, and what it has certified, in files of a directory. */
final class Authority {

  private static final String NAME = "ca";

  private final Certificates certificates;

  Authority(Path dir) throws Exception {
    this.certificates = new Certificates(dir);
    certificates.makeAuthority(NAME);
  }

  /** PEM of its own certificate. */
  Path certificate() {
    return certificates.pem(NAME);
  }

  /** PEM of a certificate that it made. */
  Path certificate(String name) {
    return certificates.pem(name);
  }

  /** PEM of the key of a certificate that it made. */
  Path key(String name) {
    return certificates.key(name);
  }

  /** Certifies a name, such as {@code ip:127.0.0.1}. */
  Authority certify(String name, String subject) throws Exception {
    certificates.makeWith(name, NAME, "-ext", "san=" + subject);
    return this;
  }

  /**
   * A server with a certificate.
   *
   * @param asks whether it takes only clients with one of this authority
   */
  HttpsConfigurator server(String name, boolean asks) throws Exception {
    SSLContext context = certificates.server(name, NAME);
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters tls = context.getDefaultSSLParameters();
        tls.setNeedClientAuth(asks);
        parameters.setSSLParameters(tls);
      }
    };
  }
}
