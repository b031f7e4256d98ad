package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.journey.Customer.Answer;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** An administrator has a number erased. */
@RequiresInfrastructure
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ErasureTest {

  @Test
  void noTableOfAnyServiceHasTheNumberAndTheReceiptTellsSo() {
    try (Infrastructure own = Infrastructure.isolated();
        Pipeline pipeline = Pipeline.start(own);
        WebhookReceiver receiver = new WebhookReceiver()) {
      // Given: one that was verified, one that is live, and one whose callback waits
      String msisdn = Customer.freshNumber();
      String other = Customer.freshNumber();
      Customer demo = newCustomer(pipeline);
      demo.sendInSandbox(Map.of("msisdn", msisdn));
      await().until(() -> demo.inbox(msisdn).size() == 1);
      pipeline.advance(Duration.ofSeconds(1));
      String first = send(demo, msisdn, receiver.url());
      await().until(() -> receiver.of(first).size() == 2);
      String code = demo.code(msisdn);
      assertThat(demo.verify(msisdn, code).status()).isEqualTo(200);
      await().until(() -> receiver.of(first).size() == 3);
      send(demo, other, receiver.url());
      String live = send(demo, msisdn, "http://localhost:1/?to=" + msisdn);
      await().until(() -> demo.inbox(msisdn).size() == 3);
      demo.verify(msisdn, "wrong0");
      assertThat(own.database().dump()).contains(msisdn).contains(other);

      // When
      Answer begun =
          pipeline.administer("POST", "/erasures", "{\"msisdn\":\"%s\"}".formatted(msisdn));

      // Then
      assertThat(begun.status()).isEqualTo(202);
      String id = begun.text("id");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(own.database().dump().contains(msisdn)).isFalse());
      assertThat(demo.verify(msisdn, code).status()).isEqualTo(404);
      assertThat(state(pipeline, id)).isEqualTo("running");

      // When
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                pipeline.advance(Duration.ofSeconds(20));
                return state(pipeline, id).equals("done");
              });

      // Then
      JsonNode receipt = pipeline.administer("GET", "/erasures/" + id, "").body();
      assertThat(receipt.toString()).doesNotContain(msisdn);
      assertThat(receipt.get("services").valueStream().map(s -> s.get("state").asString()))
          .containsExactly("done", "done", "done");
      assertThat(receipt.at("/services/1/rows/sessions").asInt()).isEqualTo(3);
      assertThat(receipt.at("/services/2/rows/deliveries").asInt()).isGreaterThanOrEqualTo(4);
      assertThat(receipt.get("topics").valueStream().map(t -> t.get("topic").asString()))
          .containsAll(List.of("otp.requested.v1", "otp.lifecycle.v1"));
      String dump = own.database().dump();
      assertThat(dump.contains(msisdn)).isFalse();
      assertThat(dump.contains(other)).isTrue();
      assertThat(demo.session(first).text("status")).isEqualTo("verified");
      assertThat(demo.session(live).text("status")).isEqualTo("expired");
      assertThat(demo.session(live).body().has("msisdn")).isFalse();
    }
  }

  /** One that may send to a number again and again. */
  private static Customer newCustomer(Pipeline pipeline) {
    String app =
        pipeline
            .administer(
                "POST",
                "/apps",
                "{\"name\":\"Shop\",\"insecure_callbacks\":true,\"limits\":{\"resend_waits\":[]}}")
            .text("id");
    pipeline.administer("POST", "/apps/" + app + "/webhook-secrets", "{}");
    String key = pipeline.administer("POST", "/apps/" + app + "/keys", "{}").text("key");
    return pipeline.customer(app, key);
  }

  private static String send(Customer demo, String msisdn, String url) {
    Answer answer = demo.send(Map.of("msisdn", msisdn, "callback_url", url));
    assertThat(answer.status()).isEqualTo(201);
    return answer.text("session_id");
  }

  private static String state(Pipeline pipeline, String id) {
    return pipeline.administer("GET", "/erasures/" + id, "").text("state");
  }
}
