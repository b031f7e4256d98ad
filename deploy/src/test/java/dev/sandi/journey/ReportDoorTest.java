package dev.sandi.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.testing.Infrastructure;
import dev.sandi.testing.RequiresInfrastructure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A provider's report from the public door to the gateway that knows what it means. */
@RequiresInfrastructure
class ReportDoorTest {

  private static final String WAITS = "{\"id\":\"m-1\",\"state\":\"wait\"}";

  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline = Pipeline.start(Infrastructure.shared());
  }

  @AfterAll
  static void stop() {
    pipeline.close();
  }

  private static Map<String, Object> reportingFrom(String source) {
    return Map.of(
        "request", Map.of("url", "https://sms.example.com/"),
        "answers", List.of(Map.of("status", 200, "result", "accepted")),
        "reports",
            Map.of(
                "authentication", Map.of("sources", List.of(source)),
                "message_id", "/id",
                "state", "/state",
                "delivered", "ok",
                "undelivered", "bad",
                "ignore", "wait",
                "answer", Map.of("status", 202, "body", "{\"taken\":true}")));
  }

  @Test
  void isAnsweredAsItsSettingsSay() {
    try (SmsGateway gateway = pipeline.open("http", "near", reportingFrom("127.0.0.0/8"))) {
      assertThat(gateway.name()).isEqualTo("near");
      assertThat(pipeline.report("near", WAITS))
          .satisfies(
              answer -> {
                assertThat(answer.status()).isEqualTo(202);
                assertThat(answer.body().get("taken").asBoolean()).isTrue();
              });
      assertThat(pipeline.report("near", "garbage").status()).isEqualTo(400);
    }
    assertThat(pipeline.report("near", WAITS).status()).isEqualTo(404);
  }

  @Test
  void isRefusedWhereItComesFromElsewhere() {
    try (SmsGateway gateway = pipeline.open("http", "far", reportingFrom("192.0.2.1"))) {
      assertThat(gateway.name()).isEqualTo("far");
      assertThat(pipeline.report("far", WAITS).status()).isEqualTo(401);
    }
  }
}
