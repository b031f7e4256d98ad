package dev.sandi.ingress.peer;

import dev.sandi.value.Secret;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Connections to a service of Sandi that is asked all the time. One thread serves all of them;
 * names are looked up elsewhere. The JDK's client starts a thread for each exchange where there are
 * two cores or fewer: its answers come by way of {@link CompletableFuture}'s default executor.
 */
public final class PeerConnections implements AutoCloseable {

  /** Well below the time after which the services hang up. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(10);

  /** So that whoever stands behind one name gets a share, and new copies of it do. */
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(1);

  private final LoopResources thread;
  private final ConnectionProvider connections;
  private final HttpClient http;
  private final Duration timeout;

  /** An answer, whatever its status. */
  public record Reply(int status, String body) {}

  PeerConnections(
      String name, InternalHttp internal, URI url, Secret token, Duration timeout, int most) {
    this.thread = LoopResources.create(name, 1, true);
    this.connections =
        ConnectionProvider.builder(name)
            .maxConnections(most)
            // Those that have timed out count until the pool has noticed.
            .pendingAcquireMaxCount(2 * most)
            .pendingAcquireTimeout(timeout)
            .maxIdleTime(LONGEST_IDLE)
            .maxLifeTime(LONGEST_LIFE)
            .evictInBackground(LONGEST_IDLE)
            .lifo()
            .build();
    HttpClient client =
        HttpClient.create(connections)
            .runOn(thread, false)
            .baseUrl(url.toString())
            .protocol(HttpProtocol.HTTP11)
            .followRedirect(false)
            .disableRetry(true)
            .noProxy()
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(InternalHttp.CONNECT.toMillis()))
            .headers(
                headers ->
                    headers
                        .set("Authorization", "Bearer " + token.reveal())
                        .set("Content-Type", "application/json"));
    this.http =
        internal
            .context()
            .map(
                context ->
                    client.secure(spec -> spec.sslContext(context).handshakeTimeout(timeout)))
            .orElse(client);
    this.timeout = timeout;
  }

  /**
   * Posts JSON. Never twice: the first time may have counted.
   *
   * @param path from the root, encoded
   * @return completes with the answer on this peer's own thread, which must not be kept; or fails,
   *     when there was none in time
   */
  public CompletableFuture<Reply> post(String path, byte[] json) {
    CompletableFuture<Reply> exchange =
        http.post()
            .uri(path)
            .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(json)))
            .responseSingle(
                (response, content) ->
                    content
                        .asString(StandardCharsets.UTF_8)
                        .defaultIfEmpty("")
                        .map(body -> new Reply(response.status().code(), body)))
            .toFuture();
    return exchange
        // What times out is a copy, or there would be nothing left to cancel.
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (reply, failure) -> {
              if (failure != null) {
                exchange.cancel(true);
              }
            });
  }

  /** Does on this peer's own thread what is due. */
  public ScheduledExecutorService timer() {
    return thread.onClient(false);
  }

  @Override
  public void close() {
    connections.dispose();
    thread.disposeLater(Duration.ZERO, Duration.ofSeconds(1)).subscribe();
  }
}
