package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The database: its postmaster, and whatever that has started. */
final class DatabasePart implements Part {

  /**
   * Of the machine nothing is lost, only of processes: what is written is in the kernel's cache.
   */
  private static final Map<String, String> SETTINGS =
      Map.of("fsync", "off", "max_connections", "200");

  private static final String OURS = "crash-run";
  private static final String COPIES = "sandi_ingress";

  private final Path data;
  private @Nullable LocalPostgres postgres;
  private volatile @Nullable ProcessHandle postmaster;

  DatabasePart(Path within) {
    this.data = within.resolve("postgres");
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public Role role() {
    return Role.DATABASE;
  }

  @Override
  public synchronized void start() {
    if (postgres == null) {
      postgres = LocalPostgres.start(data, 0, SETTINGS);
    } else {
      postgres.start();
    }
    try (Connection connection = superuser();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      postmaster = ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow();
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not answer.", e);
    }
  }

  private LocalPostgres postgres() {
    return Objects.requireNonNull(postgres);
  }

  Connection superuser() throws SQLException {
    return postgres().superuser();
  }

  /** A session as copies have them: without a superuser's privileges. */
  Connection session() throws SQLException {
    return DriverManager.getConnection(
        "%s?ApplicationName=%s".formatted(jdbcUrl(), OURS), COPIES, LocalPostgres.PASSWORD);
  }

  /** Ends the sessions of all copies. */
  void endSessionsOfCopies(Connection superuser) throws SQLException {
    try (var statement =
        superuser.prepareStatement(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where usename like 'sandi%' and application_name <> ?")) {
      statement.setString(1, OURS);
      statement.executeQuery().close();
    }
  }

  String jdbcUrl() {
    return postgres().jdbcUrl();
  }

  /** The same by another port of this machine. */
  String jdbcUrl(int by) {
    return jdbcUrl().replace(":" + port() + "/", ":" + by + "/");
  }

  int port() {
    return postgres().port();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  private ProcessHandle postmaster() {
    return Objects.requireNonNull(postmaster);
  }

  /** Its children end when they find out. */
  @Override
  public void kill() {
    List<ProcessHandle> children = postmaster().descendants().toList();
    postmaster().destroyForcibly();
    postmaster().onExit().join();
    children.forEach(child -> child.onExit().join());
  }

  @Override
  public void terminate() {
    postgres().stop();
  }

  @Override
  public void freeze() {
    all().forEach(process -> OsProcess.signal("STOP", process));
  }

  @Override
  public void thaw() {
    all().forEach(process -> OsProcess.signal("CONT", process));
  }

  private Stream<ProcessHandle> all() {
    return Stream.concat(Stream.of(postmaster()), postmaster().descendants());
  }

  void erase() throws IOException {
    LocalPostgres.erase(data);
  }
}
