package dev.sandi.dispatcher.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/**
 * The way to customers' servers: HTTP/1.1, no redirects, no cookies, nothing compressed, every
 * address checked.
 *
 * @param proxied whether it leads through a proxy, so that a failure to connect is the proxy's
 */
record CallbackTransport(HttpClient http, boolean proxied) {

  private static final String INTERIM_ANSWERS = "interim-answers";
  private static final int MOST_OF_HEADERS = 16 * 1024;

  static CallbackTransport of(
      HttpClient bare,
      SslContext tls,
      AddressRule rule,
      Duration deadline,
      EgressProperties egress) {
    EgressProxy proxy = EgressProxy.of(egress.proxy());
    HttpClient http =
        bare.secure(spec -> spec.sslContext(tls))
            .protocol(HttpProtocol.HTTP11)
            .followRedirect(false)
            .compress(false)
            // A second try of its own would be a second call that nobody has on record.
            .disableRetry(true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) deadline.toMillis())
            .httpResponseDecoder(spec -> spec.maxHeaderSize(MOST_OF_HEADERS));
    return new CallbackTransport(
        proxy == null ? direct(http, rule) : through(proxy, http, rule, deadline), proxy != null);
  }

  private static HttpClient direct(HttpClient http, AddressRule rule) {
    ConnectGuard guard = new ConnectGuard(rule);
    return http.noProxy()
        .doOnResolve(connection -> note(connection, Stopwatch::resolving))
        .doAfterResolve((connection, address) -> note(connection, Stopwatch::resolved))
        .resolvedAddressesSelector((config, addresses) -> preferAllowed(guard, addresses))
        .doOnChannelInit(
            (observer, channel, remote) -> {
              channel.pipeline().addFirst(guard);
              expectOneAnswer(channel.pipeline());
              WatchExchanges.install(channel.pipeline(), observer, false);
            });
  }

  /** The guard stands before the proxy's own handler, where the target is still to be seen. */
  private static HttpClient through(
      EgressProxy proxy, HttpClient http, AddressRule rule, Duration deadline) {
    ChannelHandler guard = new ProxiedTargets(rule);
    return proxy
        .before(http, deadline)
        .doOnChannelInit(
            (observer, channel, remote) -> {
              channel.pipeline().addAfter(NettyPipeline.ProxyHandler, "proxied-targets", guard);
              expectOneAnswer(channel.pipeline());
              WatchExchanges.install(channel.pipeline(), observer, true);
            });
  }

  private static void note(Connection connection, Consumer<Stopwatch> moment) {
    Stopwatch watch = Stopwatch.of(connection.channel());
    if (watch != null) {
      moment.accept(watch);
    }
  }

  private static void expectOneAnswer(ChannelPipeline pipeline) {
    pipeline.addAfter(NettyPipeline.HttpCodec, INTERIM_ANSWERS, new InterimAnswers());
    OneAnswer.expect(pipeline, INTERIM_ANSWERS);
  }

  /** Where nothing is allowed nothing is left out, so that the guard tells why. */
  private static List<? extends SocketAddress> preferAllowed(
      ConnectGuard guard, List<? extends SocketAddress> addresses) {
    List<? extends SocketAddress> allowed = addresses.stream().filter(guard::allows).toList();
    return allowed.isEmpty() ? addresses : allowed;
  }
}
