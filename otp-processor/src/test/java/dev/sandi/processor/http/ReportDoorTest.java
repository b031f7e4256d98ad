package dev.sandi.processor.http;

import static dev.sandi.processor.http.Opened.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.processor.Processor;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.processor.routing.OpenGateways;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.RunningService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/** What the ingress sends, at the processor as it runs. */
@RequiresInfrastructure
class ReportDoorTest {

  /** {@code {"id":"1","state":"wait"}} in base64. */
  private static final String REPORT =
      """
      {"method":"POST","secret":null,"raw_path":"","query":null,"source":"%s","new":1,
       "headers":{"Content-Type":"application/json"},"body":"eyJpZCI6IjEiLCJzdGF0ZSI6IndhaXQifQ=="}
      """;

  private final Processor processor = Processor.shared();
  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> post(String gateway, String token, String body)
      throws IOException, InterruptedException {
    String port = processor.bean(Environment.class).getProperty("local.server.port");
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/internal/v1/reports/" + gateway))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void tellsTheIngressWhatToTellAProvider() throws Exception {
    // Given
    processor
        .bean(HttpGateways.class)
        .open(
            "door",
            yaml(
                """
                request: {url: "https://sms.example.com/"}
                answers: [{result: accepted}]
                reports:
                  authentication: {sources: [192.0.2.0/24]}
                  message_id: /id
                  state: /state
                  delivered: ok
                  undelivered: bad
                  ignore: wait
                  answer: {status: 202, body: thanks}
                """));

    // When
    HttpResponse<String> taken =
        post("door", RunningService.INTERNAL_TOKEN, REPORT.formatted("192.0.2.7"));
    HttpResponse<String> elsewhere =
        post("door", RunningService.INTERNAL_TOKEN, REPORT.formatted("198.51.100.7"));

    // Then
    assertThat(taken.statusCode()).isEqualTo(200);
    assertThat(JsonMapper.shared().readTree(taken.body()))
        .isEqualTo(
            JsonMapper.shared()
                .readTree("{\"status\":202,\"content_type\":\"text/plain\",\"body\":\"thanks\"}"));
    assertThat(JsonMapper.shared().readTree(elsewhere.body()).get("status").intValue())
        .isEqualTo(401);
  }

  @Test
  void tellsNobodyElse() throws Exception {
    assertThat(post("door", "guess", REPORT.formatted("192.0.2.7")).statusCode()).isEqualTo(401);
  }

  @Test
  void knowsNoOtherGateway() throws Exception {
    HttpResponse<String> answer =
        post("n%20o", RunningService.INTERNAL_TOKEN, REPORT.formatted("192.0.2.7"));
    assertThat(JsonMapper.shared().readTree(answer.body()).get("status").intValue()).isEqualTo(404);
  }

  @Test
  void hasTheReportsOfAGatewayThatIsNotOpenHereSentAgain() throws Exception {
    // Given
    Definitions definitions = processor.bean(Definitions.class);
    definitions.put(
        new GatewayDefinition(
            "dormant",
            "http",
            false,
            yaml(
                """
                request: {url: "https://sms.example.com/"}
                authentication: {bearer: "${SANDI_SECRET_NOT_THERE}"}
                answers: [{result: accepted}]
                """)));
    long version = definitions.put(new GatewayDefinition("other", "peer", false, Map.of()));
    await().until(() -> processor.bean(OpenGateways.class).version() >= version);

    // Then
    assertThat(told("dormant")).isEqualTo(503);
    assertThat(told("other")).isEqualTo(404);
    definitions.delete("dormant");
    definitions.delete("other");
  }

  @Test
  void takesTheReportsOfAGatewayThatIsNotEnabled() throws Exception {
    // Given
    String settings =
        """
        request: {url: "https://sms.example.com/"}
        answers: [{result: accepted}]
        reports:
          authentication: {sources: [192.0.2.0/24]}
          message_id: /id
          state: /state
          delivered: ok
          undelivered: bad
          ignore: wait
        """;
    Definitions definitions = processor.bean(Definitions.class);

    // When
    long version = definitions.put(new GatewayDefinition("resting", "http", false, yaml(settings)));
    await().until(() -> processor.bean(OpenGateways.class).version() >= version);

    // Then
    assertThat(told("resting")).isEqualTo(200);
    definitions.delete("resting");
  }

  private int told(String gateway) throws Exception {
    HttpResponse<String> answer =
        post(gateway, RunningService.INTERNAL_TOKEN, REPORT.formatted("192.0.2.7"));
    return JsonMapper.shared().readTree(answer.body()).get("status").intValue();
  }

  @Test
  void refusesWhatTheIngressNeverSends() throws Exception {
    assertThat(post("door", RunningService.INTERNAL_TOKEN, "{\"body\":\"?\"}").statusCode())
        .isEqualTo(400);
  }
}
