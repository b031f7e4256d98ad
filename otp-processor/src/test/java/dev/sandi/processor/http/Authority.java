package dev.sandi.processor.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** An authority of a test's own, and what it has certified, in files of a directory. */
final class Authority {

  private static final String PASSWORD = "changeit";

  private final Path dir;

  Authority(Path dir) throws Exception {
    this.dir = dir;
    generate("ca", "bc:c");
    keytool("ca", "-exportcert", "-rfc", "-alias", "ca", "-file", certificate().toString());
  }

  /** PEM of its own certificate. */
  Path certificate() {
    return dir.resolve("ca.pem");
  }

  /** PEM of a certificate that it made. */
  Path certificate(String name) {
    return dir.resolve(name + ".pem");
  }

  /** PEM of the key of a certificate that it made. */
  Path key(String name) {
    return dir.resolve(name + ".key");
  }

  /** Certifies a name, such as {@code ip:127.0.0.1}. */
  Authority certify(String name, String subject) throws Exception {
    generate(name, "san=" + subject);
    String request = dir.resolve(name + ".csr").toString();
    keytool(name, "-certreq", "-alias", name, "-file", request);
    keytool(
        "ca",
        "-gencert",
        "-rfc",
        "-alias",
        "ca",
        "-ext",
        "san=" + subject,
        "-infile",
        request,
        "-outfile",
        certificate(name).toString());
    keytool(name, "-importcert", "-noprompt", "-alias", "ca", "-file", certificate().toString());
    keytool(
        name, "-importcert", "-noprompt", "-alias", name, "-file", certificate(name).toString());
    Key key = store(name).getKey(name, PASSWORD.toCharArray());
    Files.writeString(
        key(name),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key.getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    return this;
  }

  /**
   * A server with a certificate.
   *
   * @param asks whether it takes only clients with one of this authority
   */
  HttpsConfigurator server(String name, boolean asks) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store(name), PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store(name));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters tls = context.getDefaultSSLParameters();
        tls.setNeedClientAuth(asks);
        parameters.setSSLParameters(tls);
      }
    };
  }

  private KeyStore store(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(dir.resolve(name + ".p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private void generate(String name, String extension) throws Exception {
    keytool(
        name,
        "-genkeypair",
        "-keyalg",
        "EC",
        "-alias",
        name,
        "-dname",
        "CN=" + name,
        "-ext",
        extension,
        "-validity",
        "30",
        "-storetype",
        "PKCS12");
  }

  private void keytool(String store, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", dir.resolve(store + ".p12").toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
