package dev.sandi.bench.ground;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.ProcessorInstallation;
import dev.sandi.bench.traffic.Event;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Enters codes, as the ingress puts it to the processor. */
final class Guesses implements AutoCloseable {

  private static final int THREADS = 4;
  private static final Pattern CODE = Pattern.compile("(?<![0-9])[0-9]{6}(?![0-9])");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ProcessorInstallation installation;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicLong verified = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  Guesses(ProcessorInstallation installation) {
    this.installation = installation;
  }

  /**
   * A guess that can be made, since something has come.
   *
   * @param ownCode whether the app gave the code; otherwise it is read from the handset
   */
  record Possible(Event.Guess guess, boolean ownCode) {}

  /** Right codes that were taken. */
  long verified() {
    return verified.get();
  }

  /** Right codes that were not. */
  long refused() {
    return refused.get();
  }

  /** Makes all guesses; those at one number one after the other. */
  void make(List<Possible> guesses) {
    Map<String, List<Possible>> byNumber =
        guesses.stream().collect(Collectors.groupingBy(possible -> possible.guess().msisdn()));
    List<? extends Future<?>> under =
        byNumber.values().stream()
            .map(some -> threads.submit(() -> some.forEach(this::make)))
            .toList();
    try {
      for (Future<?> future : under) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new BenchmarkFailure("A code cannot be verified: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
  }

  private void make(Possible possible) {
    Event.Guess guess = possible.guess();
    String code =
        !guess.right()
            ? OwnCode.wrong(guess.episode())
            : possible.ownCode() ? OwnCode.of(guess.episode()) : read(guess.msisdn());
    String body =
        "{\"guesses\":[{\"app_id\":\"%s\",\"msisdn\":\"%s\",\"challenge\":\"default\",\"otp\":\"%s\"}]}"
            .formatted(guess.app(), guess.msisdn(), code);
    JsonNode answer =
        JSON.readTree(
            exchange(
                HttpRequest.newBuilder(installation.uri("/internal/v1/verify"))
                    .header("Authorization", "Bearer " + ProcessorInstallation.INTERNAL_TOKEN)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))));
    if (guess.right()) {
      boolean taken = answer.path("verdicts").path(0).path("outcome").asString().equals("verified");
      (taken ? verified : refused).incrementAndGet();
    }
  }

  /** The code of the newest message. */
  private String read(String msisdn) {
    JsonNode messages =
        JSON.readTree(
            exchange(
                HttpRequest.newBuilder(installation.uri("/simulator/inbox?msisdn=" + msisdn))));
    Matcher code = CODE.matcher(messages.path(0).path("text").asString());
    return code.find() ? code.group() : "000000";
  }

  private String exchange(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new BenchmarkFailure("The processor answers with " + answer.statusCode() + ".");
      }
      return answer.body();
    } catch (IOException e) {
      throw new BenchmarkFailure("The processor does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("The run was interrupted.", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
