package dev.sandi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPostgresTest {

  private static final Map<String, String> HASTY = Map.of("fsync", "off");

  @TempDir Path temp;
  private Path dir;

  @BeforeEach
  void chooseDirectory() {
    dir = temp.resolve("postgres");
  }

  @AfterEach
  void erase() throws IOException {
    System.clearProperty("sandi.postgres.run-as");
    LocalPostgres.stopLeftover(dir);
    LocalPostgres.erase(dir);
  }

  @Test
  void keepsDataAndPortThroughRestarts() throws Exception {
    try (var postgres = LocalPostgres.start(dir, 0, HASTY)) {
      // Given
      var port = postgres.port();
      execute(postgres, "create table public.note as select 'kept' as text");

      // When
      postgres.stop();
      postgres.start();

      // Then
      assertThat(query(postgres, "select text from public.note")).isEqualTo("kept");
      assertThat(postgres.port()).isEqualTo(port);
    }
  }

  @Test
  void startsOnDataOfAnEarlierJvm() throws Exception {
    // Given
    try (var postgres = LocalPostgres.start(dir, 0, HASTY)) {
      execute(postgres, "create table public.note as select 'kept' as text");
    }

    // When
    try (var postgres = LocalPostgres.start(dir, 0, HASTY)) {

      // Then
      assertThat(query(postgres, "select text from public.note")).isEqualTo("kept");
    }
  }

  @Test
  void takesOverFromAServerThatAKilledJvmLeftRunning() throws Exception {
    // Given
    var left = LocalPostgres.start(dir, 0, HASTY);
    execute(left, "create table public.note as select 'kept' as text");

    // When
    try (var postgres = LocalPostgres.start(dir, left.port(), HASTY)) {

      // Then
      assertThat(query(postgres, "select text from public.note")).isEqualTo("kept");
    }
  }

  @Test
  void leavesAloneAProcessThatOnlyHasTheIdOfAnEarlierServer() throws Exception {
    // Given
    LocalPostgres.start(dir, 0, HASTY).close();
    var bystander = new ProcessBuilder("sleep", "60").start();
    var pidFile = dir.resolve("data/postmaster.pid");
    Files.writeString(pidFile, bystander.pid() + "\n" + dir.resolve("data") + "\n0\n");

    // When
    LocalPostgres.stopLeftover(dir);

    // Then
    assertThat(bystander.isAlive()).isTrue();
    bystander.destroyForcibly();
    Files.delete(pidFile);
  }

  @Test
  void closesEachSchemaToTheOtherRoles() throws Exception {
    try (var postgres = LocalPostgres.start(dir, 0, HASTY)) {
      // Given
      executeAs(postgres, "sandi_ingress", "create table app (id text)");

      // When // Then
      assertThat(query(postgres, "select schemaname from pg_tables where tablename = 'app'"))
          .isEqualTo("ingress");
      assertThatThrownBy(() -> executeAs(postgres, "sandi_processor", "select * from ingress.app"))
          .hasMessageContaining("permission denied for schema ingress");
      assertThatThrownBy(
              () -> executeAs(postgres, "sandi_dispatcher", "create table public.app (id text)"))
          .hasMessageContaining("permission denied for schema public");
    }
  }

  @Test
  void isDurableUnlessToldOtherwise() throws Exception {
    // When
    try (var postgres = LocalPostgres.start(dir, 0)) {

      // Then
      assertThat(query(postgres, "show fsync")).isEqualTo("on");
      assertThat(query(postgres, "show synchronous_commit")).isEqualTo("on");
      assertThat(query(postgres, "select setting from pg_file_settings where name = 'timezone'"))
          .isEqualTo("UTC");
      assertThat(query(postgres, "show server_encoding")).isEqualTo("UTF8");
    }
  }

  @Test
  void saysWhatToDoAboutDataOfAnotherVersion() throws Exception {
    // Given
    LocalPostgres.start(dir, 0, HASTY).close();
    Files.writeString(dir.resolve("data/PG_VERSION"), "12\n");

    // When // Then
    assertThatThrownBy(() -> LocalPostgres.start(dir, 0, HASTY))
        .isInstanceOf(LocalFailure.class)
        .hasMessageContaining("PostgreSQL 12")
        .hasMessageEndingWith("-Dsandi.fresh=true starts empty.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unshare", "setpriv-dac", "setpriv", "runuser", "su"})
  @EnabledForRoot
  void continuesInEveryWayNotToBeRoot(String way) throws Exception {
    // Given
    LocalPostgres postgres = LocalPostgres.start(dir, 0, HASTY);
    execute(postgres, "create table public.note as select 'kept' as text");
    postgres.close();
    System.setProperty("sandi.postgres.run-as", way);

    // When
    try (var again = LocalPostgres.start(dir, 0, HASTY)) {

      // Then
      assertThat(query(again, "select text from public.note")).isEqualTo("kept");
    }
  }

  @Test
  @EnabledForRoot
  void namesTheWayOutWhenNothingWorks() {
    // Given
    System.setProperty("sandi.postgres.run-as", "nothing");

    // When // Then
    assertThatThrownBy(() -> LocalPostgres.start(dir, 0, HASTY))
        .isInstanceOf(LocalFailure.class)
        .hasMessageContaining("SANDI_DB_URL");
  }

  private static void execute(LocalPostgres postgres, String sql) throws SQLException {
    try (var connection = postgres.superuser();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void executeAs(LocalPostgres postgres, String role, String sql)
      throws SQLException {
    try (var connection =
            DriverManager.getConnection(postgres.jdbcUrl(), role, LocalPostgres.PASSWORD);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(LocalPostgres postgres, String sql) throws SQLException {
    try (var connection = postgres.superuser();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
