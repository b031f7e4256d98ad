package dev.sandi.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates by the JDK's keytool, in a directory. */
public final class Certificates {

  private static final String PASSWORD = "changeit";
  private static final List<String> VALID = List.of("-startdate", "-1d", "-validity", "30");

  private final Path dir;

  public Certificates(Path dir) {
    this.dir = dir;
  }

  /** Makes an authority, and stores {@code <name>.pem}. */
  public void makeAuthority(String name) throws Exception {
    make(name, List.of("-ext", "bc:c"), VALID);
  }

  /**
   * Makes a certificate, and stores {@code <name>.pem} and {@code <name>.key}.
   *
   * @param host whose it is
   * @param authority that signs it
   * @param dates arguments of keytool; if there are none it has been valid for a day
   */
  public void make(String name, String host, String authority, String... dates) throws Exception {
    make(
        name,
        List.of("-ext", "san=dns:" + host, "-signer", authority),
        dates.length == 0 ? VALID : List.of(dates));
  }

  /** Makes an authority that another vouches for. */
  public void makeAuthority(String name, String authority) throws Exception {
    make(name, List.of("-ext", "bc:c", "-signer", authority), VALID);
  }

  /**
   * Makes a certificate with other arguments of keytool, such as {@code -ext} or {@code -keyalg}.
   */
  public void makeWith(String name, String authority, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-signer", authority));
    make(name, all, VALID);
  }

  private void make(String name, List<String> arguments, List<String> dates) throws Exception {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name));
    if (!arguments.contains("-keyalg")) {
      all.addAll(List.of("-keyalg", "EC"));
    }
    all.addAll(arguments);
    all.addAll(dates);
    keytool(all);
    KeyStore keys = all();
    write(pem(name), "CERTIFICATE", keys.getCertificate(name).getEncoded());
    write(key(name), "PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
  }

  private static void write(Path file, String type, byte[] content) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(type, Base64.getMimeEncoder().encodeToString(content), type));
  }

  private void keytool(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    // It ends before a better compiler has paid.
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
    command.addAll(arguments);
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore"));
    command.add(dir.resolve("all.p12").toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("keytool.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(dir.resolve("keytool.log")));
    }
  }

  private KeyStore all() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(dir.resolve("all.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private Key privateKey(String name) throws Exception {
    return all().getKey(name, PASSWORD.toCharArray());
  }

  private static KeyStore empty() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    return keys;
  }

  /** What a server with a certificate needs, who trusts clients with another. */
  public SSLContext server(String name, String client) throws Exception {
    KeyStore own = empty();
    own.setKeyEntry(
        name, privateKey(name), PASSWORD.toCharArray(), all().getCertificateChain(name));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD.toCharArray());
    KeyStore trusted = empty();
    trusted.setCertificateEntry("client", all().getCertificate(client));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  public Path pem(String name) {
    return dir.resolve(name + ".pem");
  }

  public Path key(String name) {
    return dir.resolve(name + ".key");
  }
}
