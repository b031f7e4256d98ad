package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.event.Envelope;
import dev.sandi.event.OtpRequested;
import dev.sandi.processor.code.IssueCodes;
import dev.sandi.processor.session.Sessions;
import dev.sandi.processor.session.Sessions.Request;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.TraceParent;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How long a verification takes at 1,000 a second, three of four guesses right, from the moment it
 * should begin: {@code -Dmeasure=true}, on a machine that does nothing else. Client, processor,
 * broker and database share it.
 */
@RequiresInfrastructure
@EnabledIfSystemProperty(named = "measure", matches = "true")
class VerificationPaceTest {

  private static final int PER_SECOND = 1_000;
  private static final int WARM_UP = 20 * PER_SECOND;
  private static final int MEASURED = 20 * PER_SECOND;
  private static final int BATCH = 500;
  private static final int MOST_IN_FLIGHT = 64;

  private final Processor processor = Processor.shared();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void ninetyNineOfAHundredTakeTenMillisecondsAtMost() {
    // Given
    List<PhoneNumber> numbers =
        IntStream.range(0, (WARM_UP + MEASURED) / BATCH)
            .mapToObj(n -> issue())
            .flatMap(List::stream)
            .toList();

    // When
    run(numbers.subList(0, WARM_UP));
    long[] nanos = run(numbers.subList(WARM_UP, WARM_UP + MEASURED));

    // Then
    Arrays.sort(nanos);
    System.out.printf(
        "verification at %d/s: p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, most %.2f ms%n",
        PER_SECOND, at(nanos, 0.5), at(nanos, 0.99), at(nanos, 0.999), at(nanos, 1));
    assertThat(at(nanos, 0.99)).isLessThan(10);
  }

  private List<PhoneNumber> issue() {
    List<Request> requests =
        IntStream.range(0, BATCH)
            .mapToObj(
                n -> {
                  OtpRequested event =
                      Requests.of(Processor.freshNumber(), "default", false, "Right1", 3600);
                  return new Request(
                      Envelope.of(event, event.requestedAt(), TraceParent.start()), event);
                })
            .toList();
    processor
        .bean(TransactionTemplate.class)
        .executeWithoutResult(
            status -> {
              processor.bean(Sessions.class).insert(requests);
              processor.bean(IssueCodes.class).issue(requests);
            });
    return requests.stream().map(request -> request.event().msisdn()).toList();
  }

  private long[] run(List<PhoneNumber> numbers) {
    long[] nanos = new long[numbers.size()];
    List<CompletableFuture<?>> answers = new ArrayList<>();
    Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    long start = System.nanoTime();
    for (int i = 0; i < numbers.size(); i++) {
      int n = i;
      long due = start + n * (1_000_000_000L / PER_SECOND);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      // As many as the ingress would have connections; waiting for one counts.
      inFlight.acquireUninterruptibly();
      answers.add(
          http.sendAsync(guess(numbers.get(n), n), BodyHandlers.ofString())
              .thenAccept(
                  answer -> {
                    assertThat(answer.statusCode()).isEqualTo(200);
                    nanos[n] = System.nanoTime() - due;
                  })
              .whenComplete((done, failure) -> inFlight.release()));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
    return nanos;
  }

  private HttpRequest guess(PhoneNumber msisdn, int n) {
    return HttpRequest.newBuilder(processor.uri("/internal/v1/verify"))
        .header("Authorization", "Bearer " + RunningService.INTERNAL_TOKEN)
        .header("Content-Type", "application/json")
        .POST(
            BodyPublishers.ofString(
                "{\"app_id\":\"demo\",\"msisdn\":\"%s\",\"challenge\":\"default\",\"otp\":\"%s\"}"
                    .formatted(msisdn.digits(), n % 4 == 0 ? "Wrong1" : "Right1")))
        .build();
  }

  private static double at(long[] sorted, double share) {
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))] / 1e6;
  }
}
