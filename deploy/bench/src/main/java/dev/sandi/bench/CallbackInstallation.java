package dev.sandi.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A broker, a database that waits for its disk, and a dispatcher, as processes. The dispatcher can
 * be killed and started anew.
 */
public final class CallbackInstallation implements AutoCloseable {

  /** By table, those of values that are stored apart (TOAST) with the table's. */
  private static final String WRITES =
      """
      select regexp_replace(coalesce(owner.relname, c.relname), '_[0-9]{8}$', ''),
             sum(s.n_tup_ins + s.n_tup_upd + s.n_tup_del)
      from pg_stat_all_tables s
      join pg_class c on c.oid = s.relid
      left join pg_class owner on owner.reltoastrelid = c.oid
      join pg_namespace n on n.oid = coalesce(owner.relnamespace, c.relnamespace)
      where n.nspname = 'dispatcher' group by 1
      """;

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  private final Backends backends;
  private final List<String> jvm;
  private final List<String> arguments;
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile @Nullable ChildProcess dispatcher;
  private volatile int port;

  private CallbackInstallation(Backends backends, List<String> jvm, List<String> settings) {
    this.backends = backends;
    this.jvm = List.copyOf(jvm);
    List<String> all = new ArrayList<>(backends.arguments());
    // Only there may a dispatcher call this machine.
    all.add("--spring.profiles.active=local");
    settings.forEach(setting -> all.add("--" + setting));
    this.arguments = List.copyOf(all);
  }

  /**
   * Starts everything.
   *
   * @param within where its files are, until its end
   * @param database settings of {@code postgresql.conf}
   * @param jvm arguments of the dispatcher's JVM
   * @param settings of the dispatcher, as {@code property=value}
   */
  public static CallbackInstallation start(
      Path within, Map<String, String> database, List<String> jvm, List<String> settings) {
    CallbackInstallation started = backends(within, database, jvm, settings);
    started.startDispatcher();
    return started;
  }

  /** Starts all but the dispatcher. */
  public static CallbackInstallation backends(
      Path within, Map<String, String> database, List<String> jvm, List<String> settings) {
    CallbackInstallation started =
        new CallbackInstallation(Backends.start(within, database), jvm, settings);
    Runtime.getRuntime().addShutdownHook(new Thread(started::close, "end"));
    return started;
  }

  /** Another process of the run, which ends with it. */
  public synchronized ChildProcess child(Class<?> main, List<String> jvm, List<String> arguments) {
    return backends.child(main, jvm, arguments);
  }

  /** A client that calls by nothing but its HTTP library. */
  public ChildProcess bareClient(List<String> arguments) {
    ChildProcess client =
        backends.child(BareClientProcess.class, List.of("-Xms512m", "-Xmx512m"), arguments);
    client.hear();
    return client;
  }

  /** Ends the dispatcher as {@code kill -9} does. */
  public void killDispatcher() {
    dispatcher().kill();
  }

  /** Starts the dispatcher anew, and waits until it is ready. */
  public void startDispatcher() {
    List<String> all = new ArrayList<>(arguments);
    all.add("--logging.level.root=WARN");
    ChildProcess started = ChildProcess.start(DispatcherProcess.class, jvm, all);
    dispatcher = started;
    port = Integer.parseInt(started.hear());
  }

  public ChildProcess dispatcher() {
    return Objects.requireNonNull(dispatcher);
  }

  public String bootstrapServers() {
    return backends.bootstrapServers();
  }

  /** What a dispatcher on the same backends is told. */
  public List<String> arguments() {
    return arguments;
  }

  /** What the dispatcher answers the ingress that asks for a path below {@code /internal/v1}. */
  public String ask(String path) {
    return send(internal(path).GET());
  }

  /** The same if something is to be done. */
  public String order(String path, String json) {
    return send(
        internal(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder internal(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/internal/v1" + path))
        .timeout(LONGEST_ANSWER)
        .header("Authorization", "Bearer " + Backends.INTERNAL_TOKEN);
  }

  private String send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new BenchmarkFailure("The dispatcher does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
  }

  /** Round trips of the dispatcher to the database since its start. */
  public long roundTrips() {
    return Long.parseLong(dispatcher().ask("trips"));
  }

  /** Bytes of the dispatcher's heap that are in use after a collection. */
  public long heap() {
    return Long.parseLong(dispatcher().ask("heap"));
  }

  /**
   * Seconds of CPU that were used so far.
   *
   * @param client receivers and whoever publishes, which are this process
   */
  public record Cpu(double dispatcher, double broker, double database, double client) {

    public Cpu since(Cpu before) {
      return new Cpu(
          dispatcher - before.dispatcher,
          broker - before.broker,
          database - before.database,
          client - before.client);
    }

    public String perDelivery(long deliveries) {
      double micros = 1e6 / Math.max(1, deliveries);
      return String.format(
          Locale.ROOT,
          "dispatcher %.0f, broker %.0f, database %.0f, receivers and publisher %.0f",
          dispatcher * micros,
          broker * micros,
          database * micros,
          client * micros);
    }
  }

  public Cpu cpu() {
    return new Cpu(
        Installation.cpu(dispatcher().handle()),
        Installation.cpu(backends.broker().handle()),
        Installation.postgresCpu(backends.postgres()),
        Installation.cpu(ProcessHandle.current()));
  }

  /** Rows that were inserted, updated or deleted so far, by table; some ten seconds old. */
  public Map<String, Long> rowWrites() {
    Map<String, Long> writes = new TreeMap<>();
    try (var connection = backends.postgres().superuser();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(WRITES)) {
      while (rows.next()) {
        writes.put(rows.getString(1), rows.getLong(2));
      }
      return writes;
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not answer.", e);
    }
  }

  /** A number from the database. */
  public long count(String sql) {
    try (var connection = backends.postgres().superuser();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not answer.", e);
    }
  }

  /** A connection that may do everything. */
  public Connection superuser() {
    try {
      return backends.postgres().superuser();
    } catch (SQLException e) {
      throw new BenchmarkFailure("The database does not answer.", e);
    }
  }

  @Override
  public synchronized void close() {
    ChildProcess running = dispatcher;
    if (running != null) {
      running.kill();
    }
    backends.close();
  }
}
