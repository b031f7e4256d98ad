package dev.sandi.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.local.LocalFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

  @TempDir Path temp;

  @Test
  void findsAPortThatIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Given
      var port = String.valueOf(taken.getLocalPort());
      var settings = SettingsOf.local(home(), "sandi.port.dispatcher", port);

      // When // Then
      assertThatItSays(settings)
          .hasMessageStartingWith("Port " + port + ", which callback-dispatcher wants, is taken")
          .hasMessageEndingWith("-Dsandi.port.dispatcher=<port>.");
    }
  }

  @Test
  void findsAPortThatIsTakenForAllAddresses() throws IOException {
    try (var taken = new ServerSocket(0)) {
      // Given
      var port = String.valueOf(taken.getLocalPort());

      // When // Then
      assertThatItSays(SettingsOf.local(home(), "sandi.port.kafka", port))
          .hasMessageContaining("which Kafka wants");
    }
  }

  @Test
  void findsAPortThatIsWantedTwice() {
    // Given
    var settings =
        SettingsOf.local(home(), "sandi.port.kafka", "19999", "sandi.port.postgres", "19999");

    // When // Then
    assertThatItSays(settings).hasMessageContaining("Kafka and PostgreSQL both want port 19999");
  }

  @Test
  void doesNotMindThePortOfABrokerThatRunsElsewhere() throws IOException {
    try (var taken = new ServerSocket(0);
        var elsewhere = new ServerSocket(0)) {
      // Given
      var settings =
          SettingsOf.local(
              home(),
              "sandi.port.kafka",
              String.valueOf(taken.getLocalPort()),
              "sandi.kafka.bootstrap",
              "localhost:" + elsewhere.getLocalPort());

      // When // Then
      try (var home = new Preflight(settings).check()) {
        assertThat(home.root()).isEqualTo(home());
      }
    }
  }

  @Test
  void findsABrokerThatDoesNotAnswer() {
    // When // Then
    assertThatItSays(SettingsOf.local(home(), "sandi.kafka.bootstrap", "localhost:1"))
        .hasMessageStartingWith("No Kafka answers at localhost:1: set SANDI_KAFKA_BOOTSTRAP");
  }

  @Test
  void findsADatabaseThatDoesNotAnswer() {
    // When // Then
    assertThatItSays(SettingsOf.local(home(), "sandi.db.url", "jdbc:postgresql://localhost:1/x"))
        .hasMessageStartingWith("The database of SANDI_DB_URL does not let sandi_ingress in")
        .hasMessageContaining("SANDI_DB_PASSWORD");
  }

  @Test
  void findsAHomeThatCannotBeMade() throws IOException {
    // Given
    var file = Files.createFile(temp.resolve("file"));

    // When // Then
    assertThatItSays(SettingsOf.local(file.resolve("home")))
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("-Dsandi.home=<directory>");
  }

  @Test
  void findsTooLittleDisk() {
    // When // Then
    assertThatItSays(SettingsOf.local(home(), "sandi.min-free-disk", "2000000000"))
        .hasMessageMatching("Only \\d+ MiB are free .* 2000000000 are wanted.*")
        .hasMessageContaining("-Dsandi.min-free-disk=<MiB>");
  }

  @Test
  void findsDataOfAnotherVersion() throws IOException {
    // Given
    new Preflight(SettingsOf.local(home())).check().close();
    Files.writeString(home().resolve("version"), "0\n");

    // When // Then
    assertThatItSays(SettingsOf.local(home()))
        .hasMessageContaining("are of version 0, and this is version 1")
        .hasMessageEndingWith("-Dsandi.fresh=true starts empty.");
  }

  @Test
  void findsASecondPipelineOnTheSameHome() {
    // Given
    try (var first = new Preflight(SettingsOf.local(home())).check()) {

      // When // Then
      assertThatItSays(SettingsOf.local(first.root()))
          .hasMessageStartingWith("Another pipeline is running on " + home());
    }
  }

  @Test
  void startsEmptyWhenTold() throws IOException {
    // Given
    new Preflight(SettingsOf.local(home())).check().close();
    Files.writeString(home().resolve("version"), "0\n");
    Files.createDirectories(home().resolve("kafka/topic-0"));

    // When
    new Preflight(SettingsOf.local(home(), "sandi.fresh", "true")).check().close();

    // Then
    assertThat(home().resolve("kafka")).doesNotExist();
    assertThat(home().resolve("version")).hasContent("1");
  }

  @Test
  void deletesNothingFromADirectoryThatIsNoHome() throws IOException {
    // Given
    var precious = Files.createFile(temp.resolve("precious"));

    // When // Then
    assertThatItSays(SettingsOf.local(temp, "sandi.fresh", "true"))
        .hasMessageContaining("holds something else than a Sandi home");
    assertThat(precious).exists();
    assertThat(temp.resolve("lock")).doesNotExist();
  }

  private Path home() {
    return temp.resolve("home");
  }

  private static AbstractThrowableAssert<?, ?> assertThatItSays(LocalSettings settings) {
    return assertThatThrownBy(() -> new Preflight(settings).check().close())
        .isInstanceOf(LocalFailure.class);
  }
}
