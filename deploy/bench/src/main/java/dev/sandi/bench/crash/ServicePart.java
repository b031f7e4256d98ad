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
final class ServicePart extends JvmPart {

  /** Copies are started often, on few cores. */
  private static final List<String> JVM =
      List.of("-Xms128m", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final List<String> arguments = new ArrayList<>();
  private final @Nullable ShiftedClock clock;
  private final int port = Loopback.choosePort(0);

  private ServicePart(
      String name,
      Role role,
      Class<?> main,
      @Nullable Path clock,
      List<String> settings,
      Path logs) {
    super(name, role, main, JVM, logs);
    if (clock != null) {
      arguments.add(role.name());
      arguments.add(clock.toString());
    }
    this.clock = clock == null ? null : ShiftedClock.by(clock);
    settings.forEach(setting -> arguments.add("--" + setting));
    arguments.add("--server.address=" + Loopback.HOST);
    arguments.add("--server.port=" + port);
    arguments.add("--sandi.instance=" + name);
  }

  /** A copy that runs such a {@code main}, with such settings. */
  static ServicePart of(String name, Role role, Class<?> main, List<String> settings, Path logs) {
    return new ServicePart(name, role, main, null, settings, logs);
  }

  /** The same service, with a clock that can be wrong. */
  static ServicePart withShiftedClock(String name, Role role, List<String> settings, Path logs) {
    Path clock = logs.resolve(name + ".clock");
    return new ServicePart(name, role, ShiftedService.class, clock, settings, logs);
  }

  /** Makes its clock wrong by so many milliseconds; it must have one that can be. */
  void shiftClock(long millis) {
    Objects.requireNonNull(clock).shift(millis);
  }

  @Override
  List<String> arguments() {
    return arguments;
  }

  int port() {
    return port;
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
