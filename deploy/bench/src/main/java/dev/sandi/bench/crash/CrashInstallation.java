package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.sending.GatewaysFile;
import dev.sandi.dispatcher.CallbackDispatcherApplication;
import dev.sandi.ingress.ApiIngressApplication;
import dev.sandi.local.Directories;
import dev.sandi.local.LocalPostgres;
import dev.sandi.processor.OtpProcessorApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A broker, a database, and two copies of each service, as processes of this machine. */
final class CrashInstallation implements AutoCloseable {

  private static final String ADMIN_TOKEN = "administrator-of-a-crash-run";
  private static final String SEALING_KEY = "b1:c2FuZGktdGVzdC1zZWFsaW5nLWtleS0zMi1ieXRlcyE=";
  private static final String MAC_KEY = "b1:c2FuZGktdGVzdC1jb2RlLW1hYy1rZXktMzItYnl0ZXM=";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path dir;
  private final BrokerPart broker;
  private final DatabasePart database;
  private final List<ServicePart> processors;
  private final List<ServicePart> dispatchers;
  private final List<ServicePart> ingresses;

  private CrashInstallation(Path dir, int smsc, List<String> settings) throws IOException {
    this.dir = dir;
    this.broker = new BrokerPart(dir);
    this.database = new DatabasePart(dir);
    broker.start();
    database.start();
    List<String> common =
        Stream.concat(
                Stream.of(
                    "spring.profiles.active=local",
                    "spring.datasource.url=" + database.jdbcUrl(),
                    "spring.datasource.password=" + LocalPostgres.PASSWORD,
                    "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                    "sandi.keys.sealing=" + SEALING_KEY,
                    "sandi.internal-token=administrator-of-nothing",
                    "logging.level.root=WARN"),
                settings.stream())
            .toList();
    List<String> ofProcessor = new ArrayList<>(common);
    ofProcessor.add("sandi.keys.mac=" + MAC_KEY);
    ofProcessor.addAll(GatewaysFile.write(dir, Map.of("smsc", smsc), List.of("smsc")));
    this.processors =
        copies("processor", Part.Role.PROCESSOR, OtpProcessorApplication.class, ofProcessor);
    this.dispatchers =
        copies("dispatcher", Part.Role.DISPATCHER, CallbackDispatcherApplication.class, common);
    this.ingresses = ingresses(common);
  }

  /**
   * Each asks copies of its own: who stands before several, an installation has a load balancer
   * for.
   */
  private List<ServicePart> ingresses(List<String> common) {
    List<ServicePart> copies = new ArrayList<>();
    for (int i = 0; i < processors.size(); i++) {
      List<String> settings = new ArrayList<>(common);
      settings.add("sandi.processor-url=" + processors.get(i).uri(""));
      settings.add("sandi.dispatcher-url=" + dispatchers.get(i).uri(""));
      settings.add("sandi.ingress.admin-token=" + ADMIN_TOKEN);
      copies.add(
          new ServicePart(
              "ingress-" + (i + 1),
              Part.Role.INGRESS,
              ApiIngressApplication.class,
              arguments(settings),
              dir));
    }
    return List.copyOf(copies);
  }

  private List<ServicePart> copies(
      String name, Part.Role role, Class<?> main, List<String> settings) {
    return Stream.of(1, 2)
        .map(n -> new ServicePart(name + "-" + n, role, main, arguments(settings), dir))
        .toList();
  }

  private static List<String> arguments(List<String> settings) {
    return settings.stream().map(setting -> "--" + setting).toList();
  }

  /**
   * Starts everything, and waits until it is ready.
   *
   * @param smsc the port of the gateway
   * @param settings of all services, as {@code property=value}
   */
  static CrashInstallation start(Path within, int smsc, List<String> settings)
      throws InterruptedException {
    try {
      CrashInstallation started =
          new CrashInstallation(Files.createTempDirectory(within, "sandi-crash-"), smsc, settings);
      Runtime.getRuntime().addShutdownHook(new Thread(started::end, "end"));
      started.services().forEach(Part::start);
      started.awaitReady();
      return started;
    } catch (IOException e) {
      throw new BenchmarkFailure(within + " cannot be written.", e);
    }
  }

  private Stream<ServicePart> services() {
    return Stream.of(ingresses, processors, dispatchers).flatMap(List::stream);
  }

  private void awaitReady() throws InterruptedException {
    long begun = System.nanoTime();
    while (!services().allMatch(Part::isReady)) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new BenchmarkFailure("Not every copy becomes ready: see the logs in " + dir);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  List<Part> parts() {
    return Stream.concat(Stream.of(broker, database), services()).toList();
  }

  List<URI> ingresses() {
    return ingresses.stream().map(copy -> copy.uri("")).toList();
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** A number from the database. */
  long count(String sql) {
    try (var connection = database.superuser();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not answer.", e);
    }
  }

  void execute(String sql) {
    try (var connection = database.superuser();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database refuses: " + e.getMessage(), e);
    }
  }

  /** Administration, and what customers are shown, by the first ingress. */
  CrashClient client() {
    return new CrashClient(ingresses.get(0).uri(""), ADMIN_TOKEN);
  }

  Path dir() {
    return dir;
  }

  private synchronized void end() {
    services().forEach(CrashInstallation::endQuietly);
    endQuietly(broker);
    endQuietly(database);
  }

  private static void endQuietly(Part part) {
    try {
      part.kill();
    } catch (RuntimeException e) {
      // It never began.
    }
  }

  /** Ends everything, and leaves the logs of the services only. */
  @Override
  public void close() {
    end();
    try {
      database.erase();
      Directories.delete(dir.resolve("kafka"));
    } catch (IOException e) {
      System.err.println("Something of the run is left behind: " + e);
    }
  }
}
