package dev.sandi.bench.crash;

import dev.sandi.local.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One copy of a service, run as its {@code main} runs it, on a port that it keeps. */
final class ServicePart implements Part {

  /** Copies are started often, on few cores. */
  private static final List<String> JVM =
      List.of("-Xms128m", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String name;
  private final Role role;
  private final String main;
  private final List<String> arguments;
  private final Path log;
  private final int port = Loopback.choosePort(0);
  private volatile @Nullable OsProcess process;

  ServicePart(String name, Role role, Class<?> main, List<String> arguments, Path logs) {
    this.name = name;
    this.role = role;
    this.main = main.getName();
    this.arguments = new ArrayList<>(arguments);
    this.arguments.add("--server.address=" + Loopback.HOST);
    this.arguments.add("--server.port=" + port);
    this.arguments.add("--sandi.instance=" + name);
    this.log = logs.resolve(name + ".log");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Role role() {
    return role;
  }

  URI uri(String path) {
    return URI.create("http://" + Loopback.HOST + ":" + port + path);
  }

  @Override
  public void start() {
    process = OsProcess.start(main, JVM, arguments, log);
  }

  @Override
  public boolean isReady() {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/actuator/health/readiness")).timeout(PATIENCE).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private OsProcess process() {
    return Objects.requireNonNull(process);
  }

  @Override
  public void kill() {
    process().kill();
  }

  @Override
  public void terminate() {
    process().terminate();
  }

  @Override
  public void freeze() {
    process().freeze();
  }

  @Override
  public void thaw() {
    process().thaw();
  }
}
