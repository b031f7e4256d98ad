package dev.sandi.ingress.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.app.Limits;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.FreezingProxy;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request costs that an outage kept from being sent: nothing. */
@RequiresInfrastructure
class AdmissionOutageTest {

  private static final String BODY = "{\"msisdn\":\"6281234567890\"}";
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  private static final Executor THREADS = work -> new Thread(work, "burst").start();

  private static Infrastructure infrastructure;
  private static FreezingProxy proxy;
  private static Ingress ingress;

  private final Customer customer = ingress.customer();
  private final String app = customer.app();

  @BeforeAll
  static void start() {
    infrastructure = Infrastructure.isolated();
    String jdbcUrl = infrastructure.database().jdbcUrl();
    int port = URI.create(jdbcUrl.substring("jdbc:".length())).getPort();
    proxy = new FreezingProxy(port);
    ingress =
        Ingress.startAt(
            jdbcUrl.replace(":" + port + "/", ":" + proxy.port() + "/"), infrastructure, Map.of());
  }

  @AfterAll
  static void stop() throws IOException {
    ingress.close();
    proxy.close();
    infrastructure.close();
  }

  @BeforeEach
  void works() {
    awaitRecovery();
  }

  @Test
  void aRequestThatTheBrokerDidNotTakeCostsNothingAndMakesItsNumberWaitForNothing() {
    // Given
    Customer keyed = ingress.customer();
    ingress.limit(app, Limits.DEFAULT);
    ingress.limit(keyed.app(), Limits.DEFAULT);

    // When
    infrastructure.broker().stop();
    Answer refused = customer.send(BODY);
    Answer keyedRefused = keyed.send(BODY, "order-1");

    // Then
    assertThat(List.of(refused, keyedRefused)).extracting(Answer::status).containsOnly(503);
    await().until(() -> ingress.used(app) + ingress.used(keyed.app()) == 0);
    String session = sessionOfTheKeyOf(keyed);

    // When
    infrastructure.broker().start();
    awaitRecovery();

    // Then
    Answer again = customer.send(BODY);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().get("try_count").intValue()).isEqualTo(1);
    Answer keyedAgain = keyed.send(BODY, "order-1");
    assertThat(keyedAgain.status()).isEqualTo(201);
    assertThat(keyedAgain.isReplayed()).isFalse();
    assertThat(keyedAgain.text("session_id")).isEqualTo(session);
    assertThat(keyed.send(BODY, "order-1").body()).isEqualTo(keyedAgain.body());
    assertThat(ingress.published(keyed.app())).containsOnly(session);
    assertThat(List.of(ingress.used(app), ingress.used(keyed.app()))).containsOnly(1L);
  }

  @Test
  void aBurstPaysForWhatWasAcceptedWhenTheDatabaseGoesAwayInItsMiddle() {
    paysForWhatWasAccepted(
        () -> infrastructure.database().stop(), () -> infrastructure.database().start());
  }

  @Test
  void aBurstPaysForWhatWasAcceptedWhenTheDatabaseFreezesInItsMiddle() {
    paysForWhatWasAccepted(proxy::freeze, proxy::thaw);
  }

  private void paysForWhatWasAccepted(Runnable outage, Runnable end) {
    // Given
    AtomicInteger numbers = new AtomicInteger();
    AtomicInteger accepted = new AtomicInteger();
    AtomicInteger unavailable = new AtomicInteger();
    AtomicBoolean enough = new AtomicBoolean();
    Runnable burst =
        () -> {
          while (!enough.get()) {
            Answer answer = customer.send(body(numbers.incrementAndGet()));
            assertThat(answer.status()).isIn(201, 503);
            (answer.status() == 201 ? accepted : unavailable).incrementAndGet();
          }
        };
    List<CompletableFuture<Void>> connections =
        IntStream.range(0, 16).mapToObj(i -> CompletableFuture.runAsync(burst, THREADS)).toList();

    // When
    await().until(() -> accepted.get() > 50);
    outage.run();
    try {
      await().until(() -> unavailable.get() > 32);
      enough.set(true);
      connections.forEach(CompletableFuture::join);
    } finally {
      enough.set(true);
      end.run();
    }
    awaitRecovery();

    // Then
    await()
        .atMost(RECOVERY)
        .untilAsserted(() -> assertThat(ingress.used(app)).isEqualTo(accepted.get()));

    // When
    ingress.allot(app, accepted.get() + 20);
    List<Answer> rest =
        Customer.callAll(
            16,
            IntStream.range(0, 60)
                .mapToObj(i -> customer.posting(Customer.SEND, body(numbers.incrementAndGet())))
                .toList());

    // Then
    assertThat(rest).filteredOn(answer -> answer.status() == 201).hasSize(20);
    assertThat(rest).filteredOn(answer -> answer.status() == 403).hasSize(40);
  }

  private static String body(int number) {
    return "{\"msisdn\":\"62812%07d\"}".formatted(number);
  }

  /** Another app's requests, so that this one's is not the first to meet what was away. */
  private static void awaitRecovery() {
    await()
        .atMost(RECOVERY)
        .ignoreExceptions()
        .until(() -> ingress.customer().send(BODY).status() == 201);
  }

  private static String sessionOfTheKeyOf(Customer customer) {
    return ingress
        .jdbc()
        .queryForObject(
            "select session_id::text from idempotency where app_id = ?",
            String.class,
            customer.app());
  }
}
