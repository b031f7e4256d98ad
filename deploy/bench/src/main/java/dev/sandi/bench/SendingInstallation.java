package dev.sandi.bench;

import dev.sandi.local.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A broker, a database, the ingress, and a processor that sends over gateways of its settings. All
 * are processes of their own, and the processor can be killed and started anew.
 */
public final class SendingInstallation implements AutoCloseable {

  private static final String ADMIN_TOKEN = "administrator-of-a-benchmark";

  private final Backends backends;
  private final List<String> jvm;
  private final List<String> arguments;
  private final URI ingress;
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile ChildProcess processor;

  private SendingInstallation(Backends backends, List<String> jvm, List<String> settings) {
    this.backends = backends;
    this.jvm = jvm;
    int port = Loopback.choosePort(0);
    List<String> ofProcessor = ProcessorInstallation.arguments(backends, null, settings);
    // The ingress knows it by this port, whichever process has it.
    ofProcessor.replaceAll(argument -> argument.replace("server.port=0", "server.port=" + port));
    this.arguments = List.copyOf(ofProcessor);
    this.processor = launch();
    processor.hear();
    List<String> ofIngress = new ArrayList<>(backends.arguments());
    ofIngress.add("--sandi.processor-url=http://127.0.0.1:" + port);
    ofIngress.add("--sandi.ingress.admin-token=" + ADMIN_TOKEN);
    ChildProcess child =
        backends.child(IngressProcess.class, List.of("-Xms256m", "-Xmx512m"), ofIngress);
    this.ingress = URI.create("http://127.0.0.1:" + child.hear().split(" ", 2)[0]);
    Apps.addTo(backends.postgres());
  }

  /**
   * Starts everything.
   *
   * @param within where its files are, until its end
   * @param jvm arguments of the processor's JVM
   * @param settings of the processor, as {@code property=value}
   */
  public static SendingInstallation start(Path within, List<String> jvm, List<String> settings) {
    // Processes are killed, and not the machine: nothing needs to wait for a disk.
    Map<String, String> database = ProcessorInstallation.HASTY;
    SendingInstallation started =
        new SendingInstallation(Backends.start(within, database), jvm, settings);
    Runtime.getRuntime().addShutdownHook(new Thread(started::close, "end"));
    return started;
  }

  private ChildProcess launch() {
    return ChildProcess.start(ProcessorProcess.class, jvm, arguments);
  }

  public void killProcessor() {
    processor.kill();
  }

  /** Starts the processor anew, and waits until it is ready. */
  public void startProcessor() {
    processor = launch();
    processor.hear();
  }

  /** Bytes of the processor's heap that are in use after a collection. */
  public long heap() {
    return Long.parseLong(processor.ask("heap"));
  }

  /** Headers of an app that may ask as much as it can. */
  public static Map<String, String> customer() {
    return Apps.UNLIMITED.headers();
  }

  public URI ingress() {
    return ingress;
  }

  public String bootstrapServers() {
    return backends.bootstrapServers();
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

  /** What an administrator is answered. */
  public String administration(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(ingress.resolve("/admin/v1" + path))
            .header("Authorization", "Bearer " + ADMIN_TOKEN)
            .build();
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new BenchmarkFailure("The administration does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
  }

  @Override
  public synchronized void close() {
    processor.kill();
    backends.close();
  }
}
