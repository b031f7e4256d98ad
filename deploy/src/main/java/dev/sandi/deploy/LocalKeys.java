package dev.sandi.deploy;

import dev.sandi.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

/** The secrets of a local run, made once: what was sealed with them must be readable tomorrow. */
record LocalKeys(String sealing, String mac, String internalToken) {

  private static final String SEALING = "sandi.keys.sealing";
  private static final String MAC = "sandi.keys.mac";
  private static final String INTERNAL_TOKEN = "sandi.internal-token";

  static LocalKeys in(Path file) {
    try {
      if (!Files.exists(file)) {
        write(file);
      }
      return read(file);
    } catch (IOException e) {
      throw new LocalFailure(
          "The keys in %s cannot be read or written (%s): choose another directory with -Dsandi.home=<directory>."
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  private static LocalKeys read(Path file) throws IOException {
    var properties = new Properties();
    try (var in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return new LocalKeys(
        present(SEALING, properties, file),
        present(MAC, properties, file),
        present(INTERNAL_TOKEN, properties, file));
  }

  private static String present(String name, Properties properties, Path file) {
    var value = properties.getProperty(name, "").strip();
    if (value.isEmpty()) {
      throw new LocalFailure(
          "%s has no %s: put it back, or start empty with -Dsandi.fresh=true."
              .formatted(file, name));
    }
    return value;
  }

  private static void write(Path file) throws IOException {
    var random = new SecureRandom();
    var lines =
        List.of(
            SEALING + "=k1:" + Base64.getEncoder().encodeToString(bytes(random)),
            MAC + "=k1:" + Base64.getEncoder().encodeToString(bytes(random)),
            INTERNAL_TOKEN
                + "="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(random)));
    var onlyMine = PosixFilePermissions.fromString("rw-------");
    var unfinished =
        Files.createTempFile(
            file.getParent(), "keys", ".new", PosixFilePermissions.asFileAttribute(onlyMine));
    Files.write(unfinished, lines);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] bytes(SecureRandom random) {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  /** As the services are told. */
  List<String> arguments() {
    var arguments = new ArrayList<String>();
    arguments.add("--" + SEALING + "=" + sealing);
    arguments.add("--" + MAC + "=" + mac);
    arguments.add("--" + INTERNAL_TOKEN + "=" + internalToken);
    return List.copyOf(arguments);
  }

  @Override
  public String toString() {
    return "LocalKeys[***]";
  }
}
