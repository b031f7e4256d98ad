package dev.sandi.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.resolver.AddressResolverGroup;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.TransportConfig;

class TransportsTest {

  private static final Duration DEADLINE = Duration.ofMillis(300);

  private final Map<String, Pool> pools = new HashMap<>();
  private final CallbackTransport usual = new CallbackTransport(HttpClient.create(), false);
  private final Transports transports =
      new Transports(
          usual,
          tls -> {
            Pool pool = new Pool();
            pools.put(tls.id(), pool);
            return new Transports.Opened(
                pool, new CallbackTransport(HttpClient.create(pool), false));
          },
          DEADLINE);

  @Test
  void givesAllTheSameWayAndWhoHasItsOwnAnother() throws Exception {
    // Then
    assertThat(transports.of(null)).isSameAs(usual);
    assertThat(transports.of(tls(1))).isSameAs(transports.of(tls(1))).isNotSameAs(usual);
    assertThat(transports.of(tls(2))).isNotSameAs(transports.of(tls(1)));
  }

  @Test
  void closesWhatWasNotUsedForLongestOnceNoExchangeCanBeUnderWay() throws Exception {
    // Given
    for (int app = 0; app < Transports.MOST; app++) {
      transports.of(tls(app));
    }
    transports.of(tls(0));

    // When
    transports.of(tls(Transports.MOST));
    long evictedAt = System.nanoTime();

    // Then
    assertThat(transports.size()).isEqualTo(Transports.MOST);
    Pool evicted = pools.get(tls(1).id());
    await().until(() -> evicted.closed);
    assertThat(Duration.ofNanos(System.nanoTime() - evictedAt)).isGreaterThan(DEADLINE);
    assertThat(pools.values().stream().filter(pool -> pool.closed)).hasSize(1);

    // When
    transports.of(tls(1));

    // Then
    assertThat(pools.get(tls(1).id())).isNotSameAs(evicted);
  }

  @Test
  void closesAllAtTheEnd() throws Exception {
    // Given
    transports.of(tls(1));

    // When
    transports.close();

    // Then
    assertThat(pools.values()).allMatch(pool -> pool.closed);
  }

  private static AppTls tls(int app) {
    return AppTls.of("app " + app, null, null, null);
  }

  private static final class Pool implements ConnectionProvider {

    private volatile boolean closed;

    @Override
    public Mono<? extends Connection> acquire(
        TransportConfig config,
        ConnectionObserver observer,
        @Nullable Supplier<? extends SocketAddress> remote,
        @Nullable AddressResolverGroup<?> resolver) {
      return Mono.never();
    }

    @Override
    public Mono<Void> disposeLater() {
      closed = true;
      return Mono.empty();
    }

    @Override
    public void dispose() {
      closed = true;
    }
  }
}
