package dev.sandi.bench;

import dev.sandi.local.Directories;
import dev.sandi.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A broker and a database, as processes of this machine, and the services that are started on them.
 * All of it ends together, and leaves no files behind.
 */
final class Backends implements AutoCloseable {

  static final String INTERNAL_TOKEN = "token-of-a-benchmark";

  /** 32 bytes, for what nobody reads. */
  static final String SEALING_KEY = "b1:c2FuZGktdGVzdC1zZWFsaW5nLWtleS0zMi1ieXRlcyE=";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final LocalPostgres postgres;
  private final ChildProcess broker;
  private final String bootstrapServers;

  private Backends(Path within, Map<String, String> database) throws IOException {
    Path dir = Files.createTempDirectory(within, "sandi-bench-");
    parts.push(() -> Directories.delete(dir));
    Path data = dir.resolve("postgres");
    parts.push(() -> LocalPostgres.erase(data));
    this.postgres = LocalPostgres.start(data, 0, database);
    parts.push(postgres);
    this.broker = child(BrokerProcess.class, List.of("-Xms1g", "-Xmx1g"), List.of(dir + "/kafka"));
    this.bootstrapServers = broker.hear();
  }

  /**
   * Starts both.
   *
   * @param within where their files are, until their end
   * @param database settings of {@code postgresql.conf}
   */
  static Backends start(Path within, Map<String, String> database) {
    try {
      return new Backends(within, database);
    } catch (IOException e) {
      throw new BenchmarkFailure(within + " cannot be written.", e);
    }
  }

  /** A child that ends with them. */
  ChildProcess child(Class<?> main, List<String> jvm, List<String> args) {
    ChildProcess child = ChildProcess.start(main, jvm, args);
    parts.push(child);
    return child;
  }

  /** What every service is told that runs on them. */
  List<String> arguments() {
    return List.of(
        "--server.port=0",
        "--server.address=127.0.0.1",
        "--spring.datasource.url=" + postgres.jdbcUrl(),
        "--spring.datasource.password=" + LocalPostgres.PASSWORD,
        "--spring.datasource.hikari.data-source-properties.socketFactory="
            + RoundTrips.class.getName(),
        "--spring.kafka.bootstrap-servers=" + bootstrapServers,
        "--sandi.keys.sealing=" + SEALING_KEY,
        "--sandi.internal-token=" + INTERNAL_TOKEN);
  }

  LocalPostgres postgres() {
    return postgres;
  }

  ChildProcess broker() {
    return broker;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        System.err.println("Something of the run is left behind: " + e);
      }
    }
  }
}
