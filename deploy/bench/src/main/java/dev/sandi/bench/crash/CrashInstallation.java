package dev.sandi.bench.crash;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.crash.Part.Role;
import dev.sandi.dispatcher.CallbackDispatcherApplication;
import dev.sandi.ingress.ApiIngressApplication;
import dev.sandi.local.Directories;
import dev.sandi.processor.OtpProcessorApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A broker, a database, and two copies of each service, as processes of this machine. */
final class CrashInstallation implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** For some hundred thousand orders, and what the broker keeps of its own. */
  private static final int BROKER_MEGABYTES = 1_500;

  private static final Map<Role, Class<?>> MAINS =
      Map.of(
          Role.INGRESS, ApiIngressApplication.class,
          Role.PROCESSOR, OtpProcessorApplication.class,
          Role.DISPATCHER, CallbackDispatcherApplication.class);

  private final Path dir;
  private final Set<Means> means;
  private final DatabasePart database;
  private final BrokerPart broker;
  private final Wiring wiring;
  private final @Nullable SmallDisk disk;
  private final List<ServicePart> processors;
  private final List<ServicePart> dispatchers;
  private final List<ServicePart> ingresses;

  private CrashInstallation(Path dir, int smsc, List<String> settings, Set<Means> means) {
    this.dir = dir;
    this.means = Set.copyOf(means);
    this.database = new DatabasePart(dir);
    this.broker = new BrokerPart(dir);
    this.wiring = new Wiring(means.contains(Means.NETWORK));
    this.disk =
        means.contains(Means.DISK) ? SmallDisk.mount(broker.data(), BROKER_MEGABYTES) : null;
    database.start();
    CopySettings told = new CopySettings(dir, database, broker, wiring, settings);
    this.processors = copies(Role.PROCESSOR, n -> told.ofProcessor("processor-" + n, smsc));
    this.dispatchers = copies(Role.DISPATCHER, n -> told.ofDispatcher("dispatcher-" + n));
    // Each asks copies of its own: for one way to several, an installation has a load balancer.
    this.ingresses =
        copies(
            Role.INGRESS,
            n -> told.ofIngress("ingress-" + n, processors.get(n - 1), dispatchers.get(n - 1)));
    broker.start();
  }

  private List<ServicePart> copies(Role role, IntFunction<List<String>> settings) {
    return IntStream.of(1, 2)
        .mapToObj(
            n -> copy(role, role.name().toLowerCase(Locale.ROOT) + "-" + n, settings.apply(n)))
        .toList();
  }

  private ServicePart copy(Role role, String name, List<String> settings) {
    return means.contains(Means.CLOCK)
        ? ServicePart.withShiftedClock(name, role, settings, dir)
        : ServicePart.of(name, role, Objects.requireNonNull(MAINS.get(role)), settings, dir);
  }

  /**
   * Starts everything, and waits until it is ready.
   *
   * @param smsc the port of the gateway
   * @param settings of all services, as {@code property=value}
   * @param means what will happen to it, for which some of it must be made
   */
  static CrashInstallation start(Path within, int smsc, List<String> settings, Set<Means> means)
      throws InterruptedException {
    try {
      CrashInstallation started =
          new CrashInstallation(
              Files.createTempDirectory(within, "sandi-crash-"), smsc, settings, means);
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

  /** What can happen to it. */
  Map<Means, Mishaps> mishaps() {
    List<ServicePart> copies = services().toList();
    Map<Means, Mishaps> mishaps = new EnumMap<>(Means.class);
    for (Means one : means) {
      mishaps.put(
          one,
          switch (one) {
            case KILLS -> new KillParts(parts());
            case NETWORK -> new BreakLinks(wiring.links(copies));
            case CONNECTIONS ->
                new TakeConnections(
                    database,
                    KillParts.copies(parts()),
                    () -> copies.stream().allMatch(Part::isReady));
            case DISK -> new FillDisk(broker, Objects.requireNonNull(disk));
            case CLOCK -> new ShiftClocks(copies);
          });
    }
    return mishaps;
  }

  /** How copies reach what they need. */
  Wiring wiring() {
    return wiring;
  }

  List<ServicePart> copies() {
    return services().toList();
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
    return new CrashClient(ingresses.get(0).uri(""), CopySettings.ADMIN_TOKEN);
  }

  Path dir() {
    return dir;
  }

  private synchronized void end() {
    services().forEach(CrashInstallation::endQuietly);
    endQuietly(broker);
    endQuietly(database);
    if (disk != null) {
      disk.close();
    }
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
    wiring.close();
    try {
      database.erase();
      Directories.delete(dir.resolve("kafka"));
    } catch (IOException e) {
      System.err.println("Something of the run is left behind: " + e);
    }
  }
}
