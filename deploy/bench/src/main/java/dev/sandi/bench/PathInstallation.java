package dev.sandi.bench;

import dev.sandi.local.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One copy of each service with a broker and a database that waits for its disk, as processes: the
 * whole path from a request to its callbacks.
 */
public final class PathInstallation implements AutoCloseable {

  private static final String ADMIN_TOKEN = "administrator-of-a-benchmark";
  private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");

  /**
   * Checks look at everything and refuse nothing: customers of a load do not verify, which honest
   * ones do.
   */
  private static final String APP =
      """
      {"id":"load","name":"Load","quota":1000000000,"insecure_callbacks":true,
       "limits":{"requests_per_second":100000},
       "check_modes":{"spam":"shadow","sequential":"shadow","conversion":"shadow",
                      "geography":"shadow"}}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Backends backends;
  private final Map<String, ChildProcess> services = new LinkedHashMap<>();
  private final int ingressPort;
  private final int noOpPort;
  private final Duration upAfter;

  private PathInstallation(Backends backends, List<String> jvm, List<String> ofProcessor) {
    this.backends = backends;
    int processor = Loopback.choosePort(0);
    int dispatcher = Loopback.choosePort(0);
    List<String> all = ProcessorInstallation.arguments(backends, null, ofProcessor);
    all.replaceAll(argument -> argument.replace("server.port=0", "server.port=" + processor));
    long begun = System.nanoTime();
    ChildProcess first = start("processor", ProcessorProcess.class, jvm, all);
    all = new ArrayList<>(backends.arguments());
    all.replaceAll(argument -> argument.replace("server.port=0", "server.port=" + dispatcher));
    // Only there may a dispatcher call this machine.
    all.add("--spring.profiles.active=local");
    all.add("--logging.level.root=WARN");
    ChildProcess second = start("dispatcher", DispatcherProcess.class, jvm, all);
    all = new ArrayList<>(backends.arguments());
    all.add("--sandi.processor-url=http://127.0.0.1:" + processor);
    all.add("--sandi.dispatcher-url=http://127.0.0.1:" + dispatcher);
    all.add("--sandi.ingress.admin-token=" + ADMIN_TOKEN);
    String[] ports = start("ingress", IngressProcess.class, jvm, all).hear().split(" ", 2);
    first.hear();
    second.hear();
    this.upAfter = Duration.ofNanos(System.nanoTime() - begun);
    this.ingressPort = Integer.parseInt(ports[0]);
    this.noOpPort = Integer.parseInt(ports[1]);
  }

  /**
   * Starts everything.
   *
   * @param within where its files are, until its end
   * @param jvm arguments of the JVM of each service
   * @param ofProcessor settings of the processor, as {@code property=value}
   */
  public static PathInstallation start(Path within, List<String> jvm, List<String> ofProcessor) {
    PathInstallation started =
        new PathInstallation(Backends.start(within, Map.of()), jvm, ofProcessor);
    Runtime.getRuntime().addShutdownHook(new Thread(started::close, "end"));
    return started;
  }

  private ChildProcess start(String name, Class<?> main, List<String> jvm, List<String> args) {
    ChildProcess child = backends.child(main, jvm, args);
    services.put(name, child);
    return child;
  }

  /**
   * Makes the app that orders.
   *
   * @return the headers that name it
   */
  public Map<String, String> introduceApp() {
    administer("/apps", APP);
    administer("/apps/load/webhook-secrets", "{}");
    Matcher key = KEY.matcher(administer("/apps/load/keys", "{\"name\":\"load\"}"));
    if (!key.find()) {
      throw new BenchmarkFailure("The app has no key.");
    }
    return Map.of("App-ID", "load", "API-Key", key.group(1));
  }

  private String administer(String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingressPort + "/admin/v1" + path))
            .header("Authorization", "Bearer " + ADMIN_TOKEN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new BenchmarkFailure(path + " is answered: " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new BenchmarkFailure("The administration does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
  }

  /** How long the three services took that were started together, on an empty database. */
  public Duration upAfter() {
    return upAfter;
  }

  public int ingressPort() {
    return ingressPort;
  }

  /** Of the bare endpoint in the ingress' JVM. */
  public int noOpPort() {
    return noOpPort;
  }

  /** What that is asked. */
  public RequestTemplate noOp() {
    return RequestTemplate.post(noOpPort, NoOpApplication.PATH, Map.of(), Side.BODY);
  }

  public String bootstrapServers() {
    return backends.bootstrapServers();
  }

  /** What each service's JVM has used, by its name. */
  public Map<String, JvmFigures> jvms() {
    Map<String, JvmFigures> figures = new LinkedHashMap<>();
    services.forEach((name, child) -> figures.put(name, JvmFigures.parse(child.ask("jvm"))));
    return figures;
  }

  /** Seconds of CPU that each process has used, by its name. */
  public Map<String, Double> cpu() {
    Map<String, Double> cpu = new LinkedHashMap<>();
    services.forEach((name, child) -> cpu.put(name, Installation.cpu(child.handle())));
    cpu.put("broker", Installation.cpu(backends.broker().handle()));
    cpu.put("database", Installation.postgresCpu(backends.postgres()));
    cpu.put("customer, SMSC and receivers", Installation.cpu(ProcessHandle.current()));
    return cpu;
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
    backends.close();
  }
}
