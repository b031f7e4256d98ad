package dev.sandi.processor.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslContext;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Calls one provider: HTTP/1.1 over connections that are kept, no redirects, no cookies, no second
 * tries. Reactor Netty tells when a request begins to be sent, without which every failure would be
 * one that the message may have survived.
 */
final class ProviderClient implements AutoCloseable {

  /** Below the five seconds after which common servers hang up on an idle connection. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(4);

  private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
  private static final int MOST_OF_HEADERS = 16 * 1024;

  private final ConnectionProvider connections;
  private final HttpClient http;
  private final Duration deadline;

  /**
   * @param most connections at a time
   * @param deadline over a whole exchange, from the name's resolution to the last byte
   * @param tls null for the JDK's authorities
   */
  ProviderClient(
      String gateway,
      int most,
      Duration deadline,
      LoopResources threads,
      @Nullable SslContext tls) {
    this.deadline = deadline;
    this.connections =
        ConnectionProvider.builder("gateway-" + gateway)
            .maxConnections(most)
            .pendingAcquireMaxCount(most)
            .pendingAcquireTimeout(deadline)
            .maxIdleTime(LONGEST_IDLE)
            .maxLifeTime(LONGEST_LIFE)
            .evictInBackground(LONGEST_IDLE)
            .lifo()
            .build();
    HttpClient client =
        HttpClient.create(connections)
            .runOn(threads, false)
            .protocol(HttpProtocol.HTTP11)
            .followRedirect(false)
            .compress(false)
            .disableRetry(true)
            .noProxy()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) deadline.toMillis())
            .httpResponseDecoder(spec -> spec.maxHeaderSize(MOST_OF_HEADERS))
            .doOnChannelInit(
                (observer, channel, remote) ->
                    channel
                        .pipeline()
                        .addAfter(
                            NettyPipeline.HttpCodec, "interim-answers", new InterimAnswers()));
    this.http = tls == null ? client : client.secure(spec -> spec.sslContext(tls));
  }

  /** Completes with what came of it, and never fails. */
  CompletableFuture<Exchange> call(ProviderRequest request) {
    AtomicBoolean begun = new AtomicBoolean();
    return Mono.defer(() -> exchange(request, begun))
        .timeout(deadline)
        .onErrorResume(failure -> Mono.just(failed(failure, begun.get())))
        .toFuture();
  }

  private Mono<Exchange> exchange(ProviderRequest request, AtomicBoolean begun) {
    HttpClient.RequestSender sender =
        http.doOnRequest((head, connection) -> begun.set(true))
            .headers(headers -> request.headers().forEach(headers::set))
            .request(HttpMethod.valueOf(request.method()))
            .uri(request.uri());
    HttpClient.ResponseReceiver<?> receiver =
        request.body().length == 0
            ? sender
            : sender.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(request.body())));
    return receiver
        .response(ProviderClient::read)
        .next()
        .defaultIfEmpty(new Exchange.Unanswered("the connection was closed"));
  }

  private static Mono<Exchange> read(HttpClientResponse response, ByteBufFlux content) {
    Map<String, String> headers = new HashMap<>();
    response
        .responseHeaders()
        .forEach(
            header ->
                headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    AnswerBody body = new AnswerBody();
    return content
        .takeUntil(body::add)
        .then(
            Mono.fromSupplier(
                () ->
                    new Exchange.Answered(
                        new Answer(
                            response.status().code(),
                            headers,
                            body.decoded(headers.get("content-encoding"))))));
  }

  private static Exchange failed(Throwable failure, boolean begun) {
    String words = words(failure);
    return begun ? new Exchange.Unanswered(words) : new Exchange.NotSent(words);
  }

  /** Words of our own: a message of the library may quote the URL. */
  private static String words(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "the host is not known";
      }
      if (cause instanceof TimeoutException || cause instanceof ConnectTimeoutException) {
        return "no answer in time";
      }
      if (cause instanceof ConnectException) {
        return "the connection failed";
      }
      if (cause instanceof SSLException) {
        return "TLS failed";
      }
      if (cause instanceof DecoderException || cause instanceof IllegalArgumentException) {
        return "the answer is not HTTP";
      }
    }
    return "the connection was closed";
  }

  @Override
  public void close() {
    connections.disposeLater().subscribe();
  }
}
