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

/** One copy of a service, run as its {@code main} runs it, on a port that it keeps. */
final class ServicePart extends JvmPart {

  /** Copies are started often, on few cores. */
  private static final List<String> JVM =
      List.of("-Xms128m", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final List<String> arguments;
  private final int port = Loopback.choosePort(0);

  ServicePart(String name, Role role, Class<?> main, List<String> arguments, Path logs) {
    super(name, role, main, JVM, logs);
    this.arguments = new ArrayList<>(arguments);
    this.arguments.add("--server.address=" + Loopback.HOST);
    this.arguments.add("--server.port=" + port);
    this.arguments.add("--sandi.instance=" + name);
  }

  @Override
  List<String> arguments() {
    return arguments;
  }

  URI uri(String path) {
    return URI.create("http://" + Loopback.HOST + ":" + port + path);
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
}
