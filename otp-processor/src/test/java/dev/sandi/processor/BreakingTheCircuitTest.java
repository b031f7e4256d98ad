package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.OtpRequested;
import dev.sandi.processor.Peers.Manner;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What closes a gateway to all messages, and what does not. */
@RequiresInfrastructure
class BreakingTheCircuitTest {

  private static Infrastructure own;
  private static Processor processor;
  private static PeerRoutes routes;
  private static int tests;

  private final String first = "first-" + tests;
  private final String second = "second-" + tests++;

  @BeforeAll
  static void start() {
    own = Infrastructure.isolated();
    processor = Processor.start(own, Map.of());
    routes = new PeerRoutes(processor);
  }

  @AfterAll
  static void stop() {
    processor.close();
    own.close();
  }

  /** Each test has gateways of its own: what one has done to a breaker is nothing to another. */
  @BeforeEach
  void defineGateways() {
    routes.define(first, second);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "LOSES"})
  void aGatewayOfWhoseAnswersHalfAreFailuresIsGivenNoMore(Manner manner) {
    // Given
    routes.awaitSent(routes.publish(10), first);
    routes.peer(first).now(manner);

    // When
    routes.awaitSent(routes.publish(10), second);

    // Then: without the clock, which allows it a try
    await().until(() -> routes.breaker(first).equals("open"));
    int tried = routes.peer(first).submits().size();
    routes.awaitSent(routes.publish(5), second);
    assertThat(routes.peer(first).submits()).hasSize(tried);
  }

  @Test
  void aGatewayThatSometimesFailsKeepsItsMessages() {
    // Given
    routes.awaitSent(routes.publish(30), first);
    routes.peer(first).now(Manner.UNAVAILABLE);
    routes.awaitSent(routes.publish(10), second);

    // When
    routes.peer(first).now(Manner.ACCEPTS);

    // Then
    routes.awaitSent(routes.publish(5), first);
    assertThat(routes.breaker(first)).isEqualTo("closed");
  }

  @Test
  void aGatewayMostOfWhoseAnswersAreVeryLateIsGivenNoMore() {
    // Given: what comes back now and then shows that it is not dead
    routes.peer(first).now(Manner.SLOW);
    List<OtpRequested> requests = routes.publish(20);
    await().until(() -> routes.peer(first).submits().size() == 20);

    // When: the first two answers took 2 and 4 seconds, the next ones 6 and more
    for (int answers = 0; answers < 10; answers++) {
      assertThat(routes.breaker(first)).isEqualTo("closed");
      Processor.CLOCK.advance(Duration.ofSeconds(2));
      routes.peer(first).answerNext();
      int sent = answers + 1;
      await().until(() -> routes.gatewaysOf(requests).size() == sent);
    }

    // Then
    assertThat(routes.breaker(first)).isEqualTo("open");
    routes.awaitSent(routes.publish(3), second);
    routes.peer(first).answerAll();
  }

  @Test
  void aGatewayThatAsksForLessIsNotFailing() {
    // Given
    routes.routeTo(first);
    routes.peer(first).now(Manner.BUSY);

    // When
    List<OtpRequested> requests = routes.publish(60);
    await().until(() -> routes.peer(first).submits().size() >= 60);

    // Then
    assertThat(routes.breaker(first)).isEqualTo("closed");
    routes.peer(first).now(Manner.ACCEPTS);
    Processor.CLOCK.advance(Duration.ofSeconds(2));
    routes.awaitSent(requests, first);
  }

  @Test
  void messagesOfOneAppThatAreRefusedDoNotCloseAGatewayForTheOthers() {
    // Given
    routes.peer(first).now(Manner.REFUSES_SENDERS);

    // When
    routes.awaitSent(routes.publish("unregistered", 60), second);

    // Then
    routes.awaitSent(routes.publish(10), first);
    assertThat(routes.breaker(first)).isEqualTo("closed");
  }

  @Test
  void refusedMessagesOfSeveralAppsDoNotCloseAGatewayThatTakesThoseOfOthers() {
    // Given
    routes.peer(first).now(Manner.REFUSES_SENDERS);

    // When
    for (int n = 0; n < 10; n++) {
      routes.awaitSent(routes.publish("unregistered-" + n, 2), second);
      routes.awaitSent(routes.publish(2), first);
    }

    // Then
    assertThat(routes.breaker(first)).isEqualTo("closed");
  }

  @Test
  void aGatewayThatRefusesAllAppsIsGivenNoMore() {
    // Given
    routes.peer(first).now(Manner.REFUSES_ALL);

    // When
    for (int n = 0; n < 6; n++) {
      routes.awaitSent(routes.publish("app-" + n, 3), second);
    }

    // Then
    assertThat(routes.breaker(first)).isEqualTo("open");
    int tried = routes.peer(first).submits().size();
    routes.awaitSent(routes.publish(5), second);
    assertThat(routes.peer(first).submits()).hasSize(tried);
  }
}
