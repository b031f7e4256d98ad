package dev.sandi.dispatcher.http;

import dev.sandi.dispatcher.DispatcherProperties;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** What the client that calls customers is made of. */
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

  /** Below the five seconds after which common servers hang up on an idle connection. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(4);

  private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

  @Bean
  @Profile("!local")
  AddressRule allowedAddresses(EgressProperties egress) {
    return AllowedAddresses.of(egress.allowedAddresses());
  }

  /** A profile and not a property: no setting of a real service opens its own machine. */
  @Bean
  @Profile("local")
  AddressRule allowedAndLoopbackAddresses(EgressProperties egress) {
    AddressRule rule = AllowedAddresses.of(egress.allowedAddresses());
    return address -> address.isLoopbackAddress() || rule.allows(address);
  }

  @Bean(destroyMethod = "dispose")
  ConnectionProvider callbackConnections(DispatcherProperties properties) {
    return connections(properties);
  }

  private static ConnectionProvider connections(DispatcherProperties properties) {
    // An endpoint has its limit before it comes here. A limit of a host would be shared by all apps
    // on it, and one that is slow would hold the connections of the others.
    return ConnectionProvider.builder("callbacks")
        .maxConnections(properties.concurrency())
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
  Transports callbackTransports(
      ConnectionProvider connections,
      LoopResources threads,
      AddressRule rule,
      DispatcherProperties properties,
      EgressProperties egress) {
    return transports(
        connections,
        pool -> HttpClient.create(pool).runOn(threads, false),
        rule,
        properties,
        egress);
  }

  /**
   * @param bare makes a client that uses a pool
   */
  static Transports transports(
      ConnectionProvider connections,
      Function<ConnectionProvider, HttpClient> bare,
      AddressRule rule,
      DispatcherProperties properties,
      EgressProperties egress) {
    CallbackTls tls = new CallbackTls(egress.tls());
    Duration deadline = properties.deadline();
    return new Transports(
        CallbackTransport.of(bare.apply(connections), tls.context(), rule, deadline, egress),
        app -> {
          SslContext context = tls.context(app);
          ConnectionProvider own = connections(properties);
          return new Transports.Opened(
              own, CallbackTransport.of(bare.apply(own), context, rule, deadline, egress));
        },
        deadline);
  }

  @Bean
  CallbackClient callbackClient(Transports transports, DispatcherProperties properties) {
    return new CallbackClient(transports, properties.deadline());
  }
}
