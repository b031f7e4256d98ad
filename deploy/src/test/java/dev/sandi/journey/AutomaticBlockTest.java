package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.journey.Customer.Answer;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a check blocks is refused by the ingress, until an administrator takes the block back. */
@RequiresInfrastructure
class AutomaticBlockTest {

  /** As many neighbours within ten minutes are a walk, by default. */
  private static final int WALK = 8;

  private static final Duration WINDOW = Duration.ofMinutes(10);

  private static Pipeline pipeline;

  private final Customer demo = pipeline.customer("demo", "demo-key");
  private final String neighbourhood = Customer.freshNumber().substring(0, 10);

  @BeforeAll
  static void start() {
    pipeline = Pipeline.start(Infrastructure.shared());
  }

  @AfterAll
  static void stop() {
    pipeline.close();
  }

  @Test
  void aWalkThroughNeighboursClosesTheirPrefixUntilAnAdministratorOpensItAgain() {
    // Given
    for (int n = 0; n < WALK; n++) {
      assertThat(send(n).status()).isEqualTo(201);
    }

    // When: the processor has told the ingress
    await().untilAsserted(() -> assertThat(blocks()).hasSize(1));

    // Then
    JsonNode block = blocks().get(0);
    assertThat(block.get("key").asString()).isEqualTo("demo/" + neighbourhood + "*");
    assertThat(block.get("source").asString()).isEqualTo("sequential");
    assertThat(block.get("state").asString()).isEqualTo("active");
    await().untilAsserted(() -> assertThat(blocked(send(WALK))).isTrue());
    assertThat(blocked(send(500))).isTrue();

    // When: nobody walks any more, but the block holds
    pipeline.advance(WINDOW.plusSeconds(1));
    assertThat(blocked(send(501))).isTrue();
    Answer removed = pipeline.administer("DELETE", "/blocks/demo/" + neighbourhood + "*", "");

    // Then
    assertThat(removed.status()).isEqualTo(204);
    assertThat(blocks()).isEmpty();
    await().untilAsserted(() -> assertThat(send(501).status()).isEqualTo(201));
    await().untilAsserted(() -> assertThat(demo.inbox(number(501))).hasSize(1));
  }

  private Answer send(int n) {
    return demo.send(Map.of("msisdn", number(n)));
  }

  private static boolean blocked(Answer answer) {
    return answer.status() == 409 && answer.text("error").equals("msisdn_blocked");
  }

  private String number(int n) {
    return neighbourhood + "%03d".formatted(n);
  }

  /** Those of the neighbourhood that hold, as administrators see them. */
  private List<JsonNode> blocks() {
    Answer page = pipeline.administer("GET", "/blocks?app=demo&active=true&q=" + neighbourhood, "");
    return StreamSupport.stream(page.body().get("data").spliterator(), false).toList();
  }
}
