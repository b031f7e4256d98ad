package dev.sandi.bench.crash;

import dev.sandi.bench.crash.Probed.Answer;
import dev.sandi.bench.crash.Probed.Probe;
import dev.sandi.bench.sending.RunClock;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks every copy whether it is alive, and ready, as an orchestrator does, but more often. */
final class ProbeCopies implements AutoCloseable {

  /** As long as {@code deploy/kubernetes} has the kubelet wait for liveness. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

  private static final long BETWEEN_MILLIS = 1_000;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LONGEST_ANSWER)
          .build();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final Queue<Probed> probed = new ConcurrentLinkedQueue<>();
  private final RunClock clock;

  ProbeCopies(List<ServicePart> copies, RunClock clock) {
    this.clock = clock;
    for (ServicePart copy : copies) {
      for (Probe probe : Probe.values()) {
        ask(copy, probe);
      }
    }
  }

  private void ask(ServicePart copy, Probe probe) {
    String path = "/actuator/health/" + probe.name().toLowerCase(Locale.ROOT);
    HttpRequest request = HttpRequest.newBuilder(copy.uri(path)).timeout(LONGEST_ANSWER).build();
    long asked = clock.millis();
    var unused =
        http.sendAsync(request, BodyHandlers.discarding())
            .handle(
                (answer, failure) ->
                    answer == null
                        ? Answer.NONE
                        : answer.statusCode() == 200 ? Answer.UP : Answer.DOWN)
            .thenAccept(
                answer -> {
                  probed.add(new Probed(copy.name(), probe, answer, asked, clock.millis()));
                  askAgain(copy, probe);
                });
  }

  private void askAgain(ServicePart copy, Probe probe) {
    if (!timer.isShutdown()) {
      var unused = timer.schedule(() -> ask(copy, probe), BETWEEN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  List<Probed> probed() {
    return List.copyOf(probed);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
