package dev.sandi.dispatcher.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sandi.dispatcher.DispatcherProperties;
import dev.sandi.dispatcher.testing.DnsServer;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.Secret;
import dev.sandi.value.UuidV7;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The client as it is in the service, but for the deadline and what a test puts in its place. */
final class TestClient implements AutoCloseable {

  static final Duration DEADLINE = Duration.ofMillis(700);
  static final AddressRule PUBLIC =
      new HttpConfiguration().allowedAddresses(EgressProperties.none());
  static final AddressRule LOCAL =
      new HttpConfiguration().allowedAndLoopbackAddresses(EgressProperties.none());
  private static final List<SigningKey> KEYS =
      List.of(SigningKey.of(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));

  private final ConnectionProvider connections;
  private final LoopResources threads;
  private final Transports transports;
  private final CallbackClient client;

  private TestClient(
      ConnectionProvider connections,
      LoopResources threads,
      Transports transports,
      CallbackClient client) {
    this.transports = transports;
    this.connections = connections;
    this.threads = threads;
    this.client = client;
  }

  static TestClient local() {
    return of(LOCAL, 16, new HttpConfiguration().callbackThreads(), null);
  }

  /**
   * @param concurrency most exchanges at once, and most connections to one origin
   * @param dns whom to ask for names; null for whom the machine asks
   */
  static TestClient of(
      AddressRule rule, int concurrency, LoopResources threads, @Nullable DnsServer dns) {
    return of(rule, concurrency, threads, dns, DEADLINE);
  }

  static TestClient of(
      AddressRule rule,
      int concurrency,
      LoopResources threads,
      @Nullable DnsServer dns,
      Duration deadline) {
    return of(rule, concurrency, threads, dns, deadline, EgressProperties.none());
  }

  static TestClient of(AddressRule rule, @Nullable DnsServer dns, EgressProperties egress) {
    return of(rule, 16, new HttpConfiguration().callbackThreads(), dns, DEADLINE, egress);
  }

  private static TestClient of(
      AddressRule rule,
      int concurrency,
      LoopResources threads,
      @Nullable DnsServer dns,
      Duration deadline,
      EgressProperties egress) {
    HttpConfiguration configuration = new HttpConfiguration();
    DispatcherProperties properties =
        new DispatcherProperties(
            List.of(Duration.ofSeconds(5)),
            deadline,
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            100,
            concurrency,
            concurrency,
            Duration.ofDays(30));
    ConnectionProvider connections = configuration.callbackConnections(properties);
    Transports transports =
        HttpConfiguration.transports(
            connections, pool -> bare(pool, threads, dns), rule, properties, egress);
    return new TestClient(
        connections, threads, transports, configuration.callbackClient(transports, properties));
  }

  private static HttpClient bare(
      ConnectionProvider pool, LoopResources threads, @Nullable DnsServer dns) {
    HttpClient http = HttpClient.create(pool).runOn(threads, false);
    return dns == null
        ? http
        : http.resolver(
            spec ->
                spec.dnsAddressResolverGroupProvider(
                    builder ->
                        new DnsAddressResolverGroup(
                            builder.nameServerProvider(
                                new SingletonDnsServerAddressStreamProvider(dns.address())))));
  }

  /** What came of an exchange, and where its time went. */
  record Timed(AttemptResult result, Timing timing) {}

  AttemptResult call(String url) throws Exception {
    return begin(url).get(10, TimeUnit.SECONDS);
  }

  Timed time(String url) throws Exception {
    return beginTimed(url, null).get(10, TimeUnit.SECONDS);
  }

  CompletableFuture<AttemptResult> begin(String url) {
    return begin(url, null);
  }

  AttemptResult call(String url, @Nullable AppTls tls) throws Exception {
    return begin(url, tls).get(10, TimeUnit.SECONDS);
  }

  /** How many ways are open beside the one that all have. */
  int ways() {
    return transports.size();
  }

  private CompletableFuture<AttemptResult> begin(String url, @Nullable AppTls tls) {
    return beginTimed(url, tls).thenApply(Timed::result);
  }

  private CompletableFuture<Timed> beginTimed(String url, @Nullable AppTls tls) {
    CompletableFuture<Timed> result = new CompletableFuture<>();
    client.call(
        new CallbackRequest(
                UuidV7.at(Instant.now()),
                new CallbackUrl(url),
                Body.of("{}".getBytes(US_ASCII)),
                Instant.now(),
                KEYS)
            .by(tls),
        (came, timing) -> result.complete(new Timed(came, timing)));
    return result;
  }

  @Override
  public void close() {
    transports.close();
    connections.dispose();
    threads.dispose();
  }
}
