package dev.sandi.ingress.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The inbox of callbacks that are tried holds the latest, and no more. */
class LocalWebhooksTest {

  private final LocalWebhooks webhooks = new LocalWebhooks();
  private final UUID box = UUID.randomUUID();

  @Test
  void showsTheNewestFirstAndOnlyThoseOfItsBox() {
    // Given
    webhooks.put(box, call("first"));
    webhooks.put(UUID.randomUUID(), call("of another"));

    // When
    webhooks.put(box, call("second"));

    // Then
    assertThat(webhooks.of(box)).extracting(WebhookCall::body).containsExactly("second", "first");
  }

  @Test
  void forgetsTheOldestWhenTooManyCome() {
    // When
    for (int i = 0; i <= LocalWebhooks.MOST_CALLS; i++) {
      webhooks.put(box, call(Integer.toString(i)));
    }

    // Then
    assertThat(webhooks.of(box))
        .extracting(WebhookCall::body)
        .hasSize(LocalWebhooks.MOST_CALLS)
        .doesNotContain("0");
  }

  @Test
  void keepsTheBoxesThatAreLookedAt() {
    // Given
    webhooks.put(box, call("mine"));
    UUID forgotten = UUID.randomUUID();
    webhooks.put(forgotten, call("another's"));

    // When
    for (int i = 0; i < LocalWebhooks.MOST_BOXES - 1; i++) {
      assertThat(webhooks.of(box)).hasSize(1);
      webhooks.put(UUID.randomUUID(), call("one of many"));
    }

    // Then
    assertThat(webhooks.of(box)).hasSize(1);
    assertThat(webhooks.of(forgotten)).isEmpty();
  }

  private static WebhookCall call(String body) {
    return new WebhookCall(Instant.EPOCH, "msg_1", "0", "v1,x", body);
  }
}
