package dev.sandi.dispatcher.http;

import java.time.Duration;
import java.util.function.BiConsumer;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** Calls customers' servers. */
public final class CallbackClient {

  private final Transports transports;
  private final Duration deadline;

  /**
   * @param deadline longest duration of one exchange, from the name's resolution to the last byte
   */
  CallbackClient(Transports transports, Duration deadline) {
    this.transports = transports;
    this.deadline = deadline;
  }

  /**
   * Makes one attempt.
   *
   * @param then gets the one result, whatever happens, and where the time went, on a thread that
   *     must not wait
   */
  public void call(CallbackRequest request, BiConsumer<AttemptResult, Timing> then) {
    Stopwatch watch = new Stopwatch(request.url().secure());
    Mono.defer(() -> attempt(request))
        .onErrorResume(failure -> Mono.just(new AttemptResult.Failed(Failures.classify(failure))))
        .contextWrite(watch.context())
        .subscribe(
            result -> then.accept(result, watch.read(result instanceof AttemptResult.Failed)));
  }

  private Mono<AttemptResult> attempt(CallbackRequest request) {
    CallbackTransport transport = transports.of(request.tls());
    return Mono.defer(() -> exchange(transport, request))
        .timeout(deadline)
        .onErrorResume(
            failure -> Mono.just(new AttemptResult.Failed(classify(transport, failure))));
  }

  private static Failure classify(CallbackTransport transport, Throwable failure) {
    return transport.proxied() ? Failures.classifyProxied(failure) : Failures.classify(failure);
  }

  private static Mono<AttemptResult> exchange(
      CallbackTransport transport, CallbackRequest request) {
    HttpClient.RequestSender sender =
        transport
            .http()
            .headers(headers -> RequestHeaders.add(headers, request))
            .request(request.method())
            .uri(request.target());
    return (request.legacy() == null
            ? sender.send(Mono.fromSupplier(request.body()::buffer))
            : sender)
        .response(CallbackClient::read)
        .next()
        .defaultIfEmpty(new AttemptResult.Failed(Failure.CONNECTION_CLOSED));
  }

  /** Past its limit the rest of an answer is not read: its status stands, the connection goes. */
  private static Mono<AttemptResult> read(HttpClientResponse answer, ByteBufFlux content) {
    AnswerHead head = new AnswerHead();
    return content
        .takeUntil(head::add)
        .onErrorResume(AnswerTooLongException.class, tooLong -> Mono.empty())
        .then(
            Mono.fromSupplier(
                () ->
                    new AttemptResult.Answered(
                        answer.status().code(),
                        head.text(),
                        answer.responseHeaders().get("retry-after"))));
  }
}
