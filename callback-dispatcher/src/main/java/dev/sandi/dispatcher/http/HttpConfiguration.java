package dev.sandi.dispatcher.http;

import dev.sandi.dispatcher.DispatcherProperties;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The client that calls customers: HTTP/1.1, no redirects, no cookies, nothing compressed. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

  /** Below the five seconds after which common servers hang up on an idle connection. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(4);

  private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
  private static final int MOST_PER_HOST = 64;
  private static final int MOST_OF_HEADERS = 16 * 1024;

  @Bean
  @Profile("!local")
  AddressRule publicAddresses() {
    return new PublicAddresses();
  }

  /** A profile and not a property: no setting of a real service opens its own machine. */
  @Bean
  @Profile("local")
  AddressRule publicAndLoopbackAddresses() {
    AddressRule rule = new PublicAddresses();
    return address -> address.isLoopbackAddress() || rule.allows(address);
  }

  @Bean(destroyMethod = "dispose")
  ConnectionProvider callbackConnections(DispatcherProperties properties) {
    return ConnectionProvider.builder("callbacks")
        .maxConnections(Math.min(MOST_PER_HOST, properties.concurrency()))
        .pendingAcquireMaxCount(properties.concurrency())
        .pendingAcquireTimeout(properties.deadline())
        .maxIdleTime(LONGEST_IDLE)
        .maxLifeTime(LONGEST_LIFE)
        .evictInBackground(LONGEST_IDLE)
        .disposeInactivePoolsInBackground(LONGEST_LIFE, LONGEST_LIFE)
        .lifo()
        .build();
  }

  @Bean(destroyMethod = "dispose")
  LoopResources callbackThreads() {
    return LoopResources.create(
        "callbacks", Math.max(2, Runtime.getRuntime().availableProcessors()), true);
  }

  @Bean
  CallbackClient callbackClient(
      ConnectionProvider connections,
      LoopResources threads,
      AddressRule rule,
      DispatcherProperties properties) {
    ConnectGuard guard = new ConnectGuard(rule);
    HttpClient http =
        HttpClient.create(connections)
            .runOn(threads, false)
            .protocol(HttpProtocol.HTTP11)
            .followRedirect(false)
            .compress(false)
            // A second try of its own would be a second call that nobody has on record.
            .disableRetry(true)
            .noProxy()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) properties.deadline().toMillis())
            .httpResponseDecoder(spec -> spec.maxHeaderSize(MOST_OF_HEADERS))
            .resolvedAddressesSelector((config, addresses) -> preferAllowed(guard, addresses))
            .doOnChannelInit((observer, channel, remote) -> prepare(channel.pipeline(), guard));
    return new CallbackClient(http, properties.deadline());
  }

  private static void prepare(ChannelPipeline pipeline, ConnectGuard guard) {
    pipeline.addFirst(guard);
    pipeline.addAfter(NettyPipeline.HttpCodec, "interim-answers", new InterimAnswers());
  }

  /** Where nothing is allowed nothing is left out, so that the guard tells why. */
  private static List<? extends SocketAddress> preferAllowed(
      ConnectGuard guard, List<? extends SocketAddress> addresses) {
    List<? extends SocketAddress> allowed = addresses.stream().filter(guard::allows).toList();
    return allowed.isEmpty() ? addresses : allowed;
  }
}
