package dev.sandi.bench;

import dev.sandi.local.Directories;
import dev.sandi.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A broker, a database, the ingress and the bare endpoint, as processes of this machine. Both
 * backends keep what they have acknowledged as in local runs: the database waits for its disk.
 */
final class Installation implements AutoCloseable {

  /** 32 bytes, for what nobody reads. */
  private static final String SEALING_KEY = "b1:c2FuZGktdGVzdC1zZWFsaW5nLWtleS0zMi1ieXRlcyE=";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final LocalPostgres postgres;
  private final ChildProcess broker;
  private final ChildProcess ingress;
  private final String bootstrapServers;
  private final int ingressPort;
  private final int noOpPort;

  private Installation(Settings settings) throws IOException {
    Path dir = Files.createTempDirectory(settings.dir(), "sandi-bench-");
    parts.push(() -> Directories.delete(dir));
    Path data = dir.resolve("postgres");
    parts.push(() -> LocalPostgres.erase(data));
    this.postgres = LocalPostgres.start(data, 0);
    parts.push(postgres);
    this.broker = child(BrokerProcess.class, List.of("-Xms1g", "-Xmx1g"), List.of(dir + "/kafka"));
    this.bootstrapServers = broker.hear();
    List<String> jvm = new ArrayList<>(List.of("-Xms1g", "-Xmx1g"));
    jvm.addAll(settings.jvm());
    this.ingress = child(IngressProcess.class, jvm, arguments());
    String[] ports = ingress.hear().split(" ", 2);
    this.ingressPort = Integer.parseInt(ports[0]);
    this.noOpPort = Integer.parseInt(ports[1]);
  }

  static Installation start(Settings settings) {
    try {
      return new Installation(settings);
    } catch (IOException e) {
      throw new BenchmarkFailure(settings.dir() + " cannot be written.", e);
    }
  }

  private ChildProcess child(Class<?> main, List<String> jvm, List<String> args) {
    ChildProcess child = ChildProcess.start(main, jvm, args);
    parts.push(child);
    return child;
  }

  private List<String> arguments() {
    return List.of(
        "--server.port=0",
        "--server.address=127.0.0.1",
        "--spring.datasource.url=" + postgres.jdbcUrl(),
        "--spring.datasource.password=" + LocalPostgres.PASSWORD,
        "--spring.datasource.hikari.data-source-properties.socketFactory="
            + RoundTrips.class.getName(),
        "--spring.kafka.bootstrap-servers=" + bootstrapServers,
        "--sandi.keys.sealing=" + SEALING_KEY,
        "--sandi.internal-token=token-of-a-benchmark",
        "--sandi.processor-url=http://127.0.0.1:1");
  }

  int ingressPort() {
    return ingressPort;
  }

  int noOpPort() {
    return noOpPort;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  LocalPostgres postgres() {
    return postgres;
  }

  /** What has been used so far. */
  Usage usage() {
    String[] roundTrips = ingress.ask("usage").split(" ", 2);
    return new Usage(
        cpu(ingress.handle()),
        cpu(broker.handle()),
        postgresCpu(),
        cpu(ProcessHandle.current()),
        Long.parseLong(roundTrips[0]),
        Long.parseLong(roundTrips[1]));
  }

  private static double cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().map(time -> time.toNanos() / 1e9).orElse(0.0);
  }

  private double postgresCpu() {
    try (var connection = postgres.superuser();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent).stream()
          .flatMap(ProcessHandle::descendants)
          .mapToDouble(Installation::cpu)
          .sum();
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not answer.", e);
    }
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
