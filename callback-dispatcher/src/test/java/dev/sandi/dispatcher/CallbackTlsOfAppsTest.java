package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.crypto.KeyRing;
import dev.sandi.crypto.Sealer;
import dev.sandi.dispatcher.testing.Customer;
import dev.sandi.dispatcher.testing.Dispatcher;
import dev.sandi.dispatcher.testing.Happened;
import dev.sandi.dispatcher.testing.TlsServer;
import dev.sandi.event.AppChanged.CallbackTls;
import dev.sandi.event.Envelope;
import dev.sandi.testing.Certificates;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresInfrastructure
class CallbackTlsOfAppsTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path dir;

  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));

  @Test
  void eachAppIsKnownByItsCertificateAndKnowsReceiversByItsAuthority() throws Exception {
    Certificates certificates = new Certificates(dir);
    certificates.makeAuthority("authority");
    certificates.make("receiver", "localhost", "authority");
    certificates.make("one", "one.example", "authority");
    certificates.make("two", "two.example", "authority");
    try (Dispatcher dispatcher = Dispatcher.start(clock, Map.of());
        TlsServer server = TlsServer.start(certificates.server("receiver", "authority"), true)) {
      // Given
      Customer one = Customer.random();
      Customer two = Customer.random();
      Customer none = Customer.random();
      dispatcher.knows(one.settings(clock.instant(), tls(certificates, one, "one")));
      dispatcher.knows(two.settings(clock.instant(), tls(certificates, two, "two")));
      dispatcher.knows(none);

      // When
      Envelope ofOne = event(dispatcher, one, server);
      Envelope ofTwo = event(dispatcher, two, server);
      Envelope ofNone = event(dispatcher, none, server);

      // Then
      awaitState(dispatcher, ofOne, "delivered");
      awaitState(dispatcher, ofTwo, "delivered");
      assertThat(server.clients()).containsExactlyInAnyOrder("CN=one", "CN=two");
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(dispatcher.delivery(ofNone.id()).lastError())
                      .isEqualTo("certificate_untrusted"));
      assertThat(
              dispatcher.count(
                  "select count(*) from apps where callback_tls::text like '%BEGIN PRIVATE%'"))
          .isZero();

      // When
      dispatcher.knows(two.settings(clock.instant().plusMillis(1), tls(certificates, two, "one")));

      // Then
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> {
                event(dispatcher, two, server);
                assertThat(server.clients()).filteredOn("CN=one"::equals).hasSizeGreaterThan(1);
              });
    }
  }

  @Test
  void anAppWhoseKeyIsSealedForAnotherIsNotCalledBackWithoutIt() throws Exception {
    Certificates certificates = new Certificates(dir);
    certificates.makeAuthority("authority");
    certificates.make("receiver", "localhost", "authority");
    certificates.make("one", "one.example", "authority");
    try (Dispatcher dispatcher = Dispatcher.start(clock, Map.of());
        TlsServer server = TlsServer.start(certificates.server("receiver", "authority"), false)) {
      // Given
      Customer customer = Customer.random();
      CallbackTls ofAnother = tls(certificates, Customer.random(), "one");
      dispatcher.knows(customer.settings(clock.instant(), ofAnother));

      // When
      Envelope event = event(dispatcher, customer, server);

      // Then
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(dispatcher.delivery(event.id()).lastError())
                      .isEqualTo("unusable_tls_settings"));
      assertThat(server.clients()).isEmpty();
    }
  }

  private Envelope event(Dispatcher dispatcher, Customer customer, TlsServer server) {
    Envelope event = Happened.sent(customer.id(), server.url("localhost"), clock.instant());
    dispatcher.publish(event);
    return event;
  }

  private static void awaitState(Dispatcher dispatcher, Envelope event, String state) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(dispatcher.find(event.id()))
                    .hasValueSatisfying(row -> assertThat(row.state()).isEqualTo(state)));
  }

  private static CallbackTls tls(Certificates certificates, Customer customer, String name)
      throws Exception {
    Sealer sealer = new Sealer(KeyRing.parse(RunningService.SEALING_KEYS, "AES"));
    return new CallbackTls(
        Files.readString(certificates.pem("authority")),
        Files.readString(certificates.pem(name)),
        sealer.seal(
            Secret.of(Files.readString(certificates.key(name))),
            CallbackTls.context(customer.id())));
  }
}
