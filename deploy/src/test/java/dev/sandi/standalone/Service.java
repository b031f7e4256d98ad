package dev.sandi.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The services, as they are packaged. */
enum Service {
  INGRESS("api-ingress", "sandi_ingress"),
  PROCESSOR("otp-processor", "sandi_processor"),
  DISPATCHER("callback-dispatcher", "sandi_dispatcher");

  private final String module;
  private final String role;

  Service(String module, String role) {
    this.module = module;
    this.role = role;
  }

  String module() {
    return module;
  }

  /** Whom the database knows it as. */
  String role() {
    return role;
  }

  Path jar() {
    try (var found = Files.newDirectoryStream(Path.of("..", module, "target"), "*-exec.jar")) {
      for (var jar : found) {
        return jar;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException(module + " is not packaged: run mvn verify from the root");
  }

  @Override
  public String toString() {
    return module;
  }
}
