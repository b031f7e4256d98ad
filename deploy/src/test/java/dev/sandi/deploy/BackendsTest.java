package dev.sandi.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sandi.local.LocalFailure;
import dev.sandi.local.LocalPostgres;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {

  @TempDir Path temp;

  @BeforeAll
  static void beQuiet() {
    new LocalLogging(false).initialize();
  }

  @AfterEach
  void erase() throws Exception {
    // On a slow machine the shutdown has left behind what was still being made.
    await()
        .ignoreException(DirectoryNotEmptyException.class)
        .untilAsserted(
            () -> {
              LocalPostgres.stopLeftover(temp.resolve("home/postgres"));
              LocalPostgres.erase(temp.resolve("home/postgres"));
            });
  }

  @Test
  void continueWithTheSameData() throws Exception {
    // Given
    var settings = SettingsOf.local(temp.resolve("home"));
    run(
        settings,
        backends -> {
          createTopic(backends);
          try (var connection = connect(backends)) {
            connection.createStatement().execute("create table note as select 'kept' as text");
          }
        });

    // When
    run(
        settings,
        backends -> {
          // Then
          assertThat(topics(backends)).containsExactly("letters");
          try (var connection = connect(backends);
              var rows = connection.createStatement().executeQuery("select text from note")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("kept");
          }
        });
  }

  @Test
  void stopWhatHadStartedWhenTheOtherFails() throws Exception {
    // Given
    var settings = SettingsOf.local(temp.resolve("home"));
    Files.createDirectories(temp.resolve("home"));
    Files.writeString(temp.resolve("home/version"), "1\n");
    Files.createDirectories(temp.resolve("home/kafka"));
    Files.writeString(temp.resolve("home/kafka/meta.properties"), "version=7\n");

    // When // Then
    assertThatThrownBy(() -> run(settings, backends -> {}))
        .isInstanceOf(LocalFailure.class)
        .hasMessageContaining("The Kafka data")
        .hasMessageEndingWith("-Dsandi.fresh=true starts empty.");
    assertThat(temp.resolve("home/postgres/data/postmaster.pid")).doesNotExist();
  }

  private interface Use {
    void of(Backends backends) throws Exception;
  }

  private static void run(LocalSettings settings, Use use) throws Exception {
    var shutdown = new Shutdown();
    try (var home = new Preflight(settings).check()) {
      use.of(Backends.start(settings, home, shutdown));
    } finally {
      shutdown.run();
    }
  }

  private static Connection connect(Backends backends) throws SQLException {
    var database = backends.database();
    return DriverManager.getConnection(database.url(), "sandi_ingress", database.password());
  }

  private static void createTopic(Backends backends) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", backends.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("letters", 1, (short) 1))).all().get();
    }
  }

  private static Iterable<String> topics(Backends backends) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", backends.bootstrapServers()))) {
      return admin.listTopics().names().get();
    }
  }
}
