package dev.sandi.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.local.Loopback;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mvn spring-boot:run}, by its own class path: tests have more on theirs, and would not miss
 * what it lacks.
 */
@DisabledIfSystemProperty(
    named = "sandi.infra",
    matches = "containers",
    disabledReason = "a local run brings a broker and a database of its own")
class LocalRunIT {

  private static final Path CLASS_PATH = Path.of("target", "local-run.classpath");
  private static final Duration TO_START = Duration.ofSeconds(90);
  private static final long TO_END_SECONDS = 30;

  private final int ingress = Loopback.choosePort(0);
  private final int processor = Loopback.choosePort(0);

  @Test
  void aLocalRunLogsAUserInAndEndsInOrder(@TempDir Path dir) throws Exception {
    // Given
    Path output = dir.resolve("output");
    Process run = start(dir, output);
    try {
      await("see its output: " + output)
          .atMost(TO_START)
          .until(() -> !run.isAlive() || Files.readString(output).contains("Sandi is ready"));
      assertThat(Files.readString(output)).contains("Sandi is ready");

      // When
      var sent = Http.post(at(ingress, "/v2/otp/send"), Map.of("msisdn", "6281234567890"));

      // Then
      assertThat(sent.status()).isEqualTo(201);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          Http.get(at(processor, "/simulator/inbox?msisdn=6281234567890")).body())
                      .hasSize(1));

      // When
      run.destroy();

      // Then
      assertThat(run.waitFor(TO_END_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(output)).doesNotContain(" WARN ", " ERROR ");
    } finally {
      run.destroyForcibly();
    }
  }

  private Process start(Path dir, Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dsandi.home=" + dir.resolve("home"));
    command.add("-Dsandi.port.ingress=" + ingress);
    command.add("-Dsandi.port.processor=" + processor);
    for (String other : List.of("dispatcher", "kafka", "postgres")) {
      command.add("-Dsandi.port." + other + "=" + Loopback.choosePort(0));
    }
    command.add("-cp");
    command.add(
        Path.of("target", "classes") + File.pathSeparator + Files.readString(CLASS_PATH).strip());
    command.add("dev.sandi.deploy.LocalPipeline");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .redirectInput(new File("/dev/null"))
        .start();
  }

  private static URI at(int port, String path) {
    return URI.create("http://" + Loopback.HOST + ":" + port + path);
  }
}
