package dev.sandi.standalone;

import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** One SMS that a customer wants, to a number that no other order has. */
final class Order {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration SOON = Duration.ofMillis(200);

  private final String msisdn;
  private final Optional<String> key;
  private volatile Optional<HttpResponse<String>> accepted = Optional.empty();
  private volatile boolean unheard;

  /**
   * @param key its {@code Idempotency-Key}; empty if it is asked for once only
   */
  Order(String msisdn, Optional<String> key) {
    this.msisdn = msisdn;
    this.key = key;
  }

  String msisdn() {
    return msisdn;
  }

  boolean hasKey() {
    return key.isPresent();
  }

  /** Whether it was answered with 201. */
  boolean isAccepted() {
    return accepted.isPresent();
  }

  /** Whether nobody can have heard of it: there was no connection. */
  boolean isUnheard() {
    return unheard;
  }

  /** The answer that accepted it. */
  String answer() {
    return accepted.orElseThrow().body();
  }

  /** Asks for the first time, and once. */
  CompletableFuture<Void> placeAt(ServiceProcess copy) {
    return ask(copy).thenAccept(this::note);
  }

  /** Asks until it is accepted, each time as late as the answer before has told. */
  CompletableFuture<HttpResponse<String>> insistAt(ServiceProcess copy) {
    return insist(copy).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private CompletableFuture<HttpResponse<String>> insist(ServiceProcess copy) {
    return ask(copy)
        .thenCompose(
            answer -> {
              note(answer);
              return answer
                  .filter(a -> a.statusCode() == 201)
                  .map(CompletableFuture::completedFuture)
                  .orElseGet(
                      () ->
                          CompletableFuture.supplyAsync(() -> copy, after(answer))
                              .thenCompose(this::insist));
            });
  }

  private CompletableFuture<Optional<HttpResponse<String>>> ask(ServiceProcess copy) {
    return Http.sendAsync(copy.uri("/v2/otp/send"), msisdn, key)
        .handle(
            (answer, failure) -> {
              unheard = failure != null && causeOf(failure) instanceof ConnectException;
              return Optional.ofNullable(answer);
            });
  }

  private static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }

  private static Executor after(Optional<HttpResponse<String>> answer) {
    var wait =
        answer
            .flatMap(a -> a.headers().firstValue("Retry-After"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .orElse(SOON);
    return CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void note(Optional<HttpResponse<String>> answer) {
    answer.ifPresent(
        a -> {
          switch (a.statusCode()) {
            case 201 -> {
              if (!isAccepted()) {
                accepted = answer;
              }
            }
            case 409, 503 -> {
              // The first one is still running, or was; or a part was away.
            }
            default -> throw new AssertionError(a.statusCode() + ": " + a.body());
          }
        });
  }

  @Override
  public String toString() {
    return msisdn + key.map(name -> " with key " + name).orElse("");
  }
}
