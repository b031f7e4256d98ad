package dev.sandi.bench;

import dev.sandi.local.LocalPostgres;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A broker, a database, the ingress and the bare endpoint, as processes of this machine. Both
 * backends keep what they have acknowledged as in local runs: the database waits for its disk.
 */
final class Installation implements AutoCloseable {

  /** Where nobody listens: most measures need no processor. */
  private static final URI NO_PROCESSOR = URI.create("http://127.0.0.1:1");

  private final Backends backends;
  private final ChildProcess ingress;
  private final int ingressPort;
  private final int noOpPort;

  private Installation(Settings settings, Backends backends, URI processor) {
    this.backends = backends;
    List<String> jvm = new ArrayList<>(List.of("-Xms1g", "-Xmx1g"));
    jvm.addAll(settings.jvm());
    List<String> args = new ArrayList<>(backends.arguments());
    args.add("--sandi.processor-url=" + processor);
    this.ingress = backends.child(IngressProcess.class, jvm, args);
    String[] ports = ingress.hear().split(" ", 2);
    this.ingressPort = Integer.parseInt(ports[0]);
    this.noOpPort = Integer.parseInt(ports[1]);
  }

  static Installation start(Settings settings) {
    return new Installation(settings, Backends.start(settings.dir(), Map.of()), NO_PROCESSOR);
  }

  /** Starts the ingress beside a processor. */
  static Installation on(Backends backends, ProcessorInstallation processor, Settings settings) {
    return new Installation(settings, backends, processor.uri(""));
  }

  int ingressPort() {
    return ingressPort;
  }

  int noOpPort() {
    return noOpPort;
  }

  String bootstrapServers() {
    return backends.bootstrapServers();
  }

  LocalPostgres postgres() {
    return backends.postgres();
  }

  /** What has been used so far. */
  Usage usage() {
    String[] roundTrips = ingress.ask("usage").split(" ", 2);
    return new Usage(
        cpu(ingress.handle()),
        cpu(backends.broker().handle()),
        postgresCpu(postgres()),
        cpu(ProcessHandle.current()),
        Long.parseLong(roundTrips[0]),
        Long.parseLong(roundTrips[1]));
  }

  static double cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().map(time -> time.toNanos() / 1e9).orElse(0.0);
  }

  static double postgresCpu(LocalPostgres postgres) {
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
    backends.close();
  }
}
