package dev.sandi.processor.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.processor.gateway.SubmitResult.Accepted;
import dev.sandi.smsc.SmscSimulator;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir Path dir;

  @Test
  void messagesGoOverTlsToAnSmscWhoseNameAndAuthorityAreRight() throws Exception {
    try (SmscSimulator smsc = smsc("DNS:localhost");
        Esme esme =
            Esme.open(Esme.settings(smsc.port(), "tls", Map.of("ca_file", dir + "/ca.pem")))) {
      esme.awaitRoom();

      assertThat(esme.submit("1")).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void anSmscOfAnotherNameIsNotTrusted() throws Exception {
    try (SmscSimulator smsc = smsc("DNS:smsc.example.com");
        Esme esme =
            Esme.open(Esme.settings(smsc.port(), "tls", Map.of("ca_file", dir + "/ca.pem")))) {
      await().until(() -> esme.gateway.status().detail().contains("TLS failed"));

      assertThat(esme.gateway.room()).isZero();
    }
  }

  @Test
  void anSmscOfAnotherAuthorityIsNotTrusted() throws Exception {
    try (SmscSimulator smsc = smsc("DNS:localhost");
        Esme esme = Esme.open(Esme.settings(smsc.port(), "tls", Map.of()))) {
      await().until(() -> esme.gateway.status().detail().contains("TLS failed"));

      assertThat(esme.gateway.room()).isZero();
    }
  }

  /** An SMSC with a certificate of its own for a name, which it leaves as {@code ca.pem}. */
  private SmscSimulator smsc(String name) throws Exception {
    Path store = dir.resolve("smsc.p12");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-alias",
        "smsc",
        "-dname",
        "CN=smsc",
        "-ext",
        "san=" + name,
        "-validity",
        "30",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "smsc",
        "-file",
        dir.resolve("ca.pem").toString(),
        "-keystore",
        store.toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return SmscSimulator.start(0, context.getServerSocketFactory());
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
  }
}
