package dev.sandi.ingress.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.crypto.Sealer;
import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.OtpRequested;
import dev.sandi.event.Topics;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Logs;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class SendOtpTest {

  private final Ingress ingress = Ingress.shared();

  @Test
  void answersAsTheContractSays() {
    // Given
    Customer customer = ingress.customer();
    Instant before = Instant.now().minusMillis(1);

    // When
    Answer answer = customer.send("{\"msisdn\":\"+6281234567890\",\"time_limit\":\"60\"}");

    // Then
    assertThat(answer.status()).isEqualTo(201);
    String session = answer.text("session_id");
    String expires = answer.text("expires_at");
    assertThat(answer.body())
        .isEqualTo(
            """
            {"message":"OTP sent successfully","msisdn":"6281234567890","session_id":"%s",\
            "try_count":1,"segment_count":1,"expires_at":"%s"}"""
                .formatted(session, expires));
    assertThat(UUID.fromString(session).version()).isEqualTo(7);
    assertThat(expires).endsWith("Z");
    assertThat(Instant.parse(expires))
        .isEqualTo(SessionId.of(session).startedAt().plusSeconds(60))
        .isAfter(before.plusSeconds(60));
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(UUID.fromString(answer.header("X-Request-Id")).version()).isEqualTo(7);
  }

  @Test
  void hasTheRecordOnTheTopicWhenItAnswers() {
    // Given
    Customer customer = ingress.customer();
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    // When
    Answer answer =
        Customer.call(
            customer
                .posting(
                    Customer.SEND,
                    """
                    {"msisdn":"6281234567890","template":"Kode $OTP","time_limit":120,
                     "challenge":"login","callback_url":"https://example.com/hook?a=b","other":[1]}
                    """)
                .header("traceparent", trace));

    // Then
    var record = recordOf(answer);
    assertThat(new String(record.key(), UTF_8)).isEqualTo("6281234567");
    assertThat(headers(record))
        .containsEntry("ce_type", "otp.requested.v1")
        .containsEntry("ce_source", "/sandi/api-ingress")
        .containsEntry("ce_subject", answer.text("session_id"))
        .containsEntry("traceparent", trace)
        .containsEntry("content-type", "application/json");
    OtpRequested event = event(record);
    assertThat(event.appId().value()).isEqualTo(customer.app());
    assertThat(event.msisdn().digits()).isEqualTo("6281234567890");
    assertThat(event.template().value()).isEqualTo("Kode $OTP");
    assertThat(event.timeLimit().duration()).isEqualTo(Duration.ofMinutes(2));
    assertThat(event.challenge().value()).isEqualTo("login");
    assertThat(event.callbackUrl().value()).isEqualTo("https://example.com/hook?a=b");
    assertThat(event.sealedOtp()).isNull();
    assertThat(event.sandbox()).isFalse();
    assertThat(event.userAgent()).isEqualTo("customer/1.0");
  }

  @Test
  void fillsInTheDefaultsForEmptyAndAbsentFields() {
    // Given
    Customer customer = ingress.customer(true, false, false);

    // When
    Answer answer =
        customer.send(
            """
            {"msisdn":6281234567890,"template":"","otp":"","time_limit":"","challenge":null,
             "callback_url":""}
            """);

    // Then
    OtpRequested event = event(recordOf(answer));
    assertThat(event.template().value()).isEqualTo("Your verification code is $OTP");
    assertThat(event.timeLimit().seconds()).isEqualTo(300);
    assertThat(event.challenge().value()).isEqualTo("default");
    assertThat(event.callbackUrl()).isNull();
    assertThat(event.sandbox()).isTrue();
  }

  @Test
  void sealsTheClientsOwnCodeAndKeepsItNowhereInClear() {
    try (Logs logs = new Logs()) {
      // Given
      Customer customer = ingress.customer();
      String code = "zQ7x" + UUID.randomUUID().toString().substring(0, 4);

      // When
      Answer answer = customer.send("{\"msisdn\":\"628123450001\",\"otp\":\"" + code + "\"}");

      // Then
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.body()).doesNotContain(code);
      var record = recordOf(answer);
      assertThat(new String(record.value(), UTF_8)).doesNotContain(code);
      String session = answer.text("session_id");
      assertThat(ingress.bean(Sealer.class).open(event(record).sealedOtp(), session).reveal())
          .isEqualTo(code);
      assertThat(customer.get("/v2/otp/" + session).status()).isEqualTo(200);
      assertThat(ingress.dump()).contains(session).doesNotContain(code);
      assertThat(logs.text()).doesNotContain(code).doesNotContain(customer.key());
    }
  }

  @Test
  void repeatsTheClientsOwnCodeOnlyToAppsThatOptedIn() {
    // Given
    Customer customer = ingress.customer(false, false, true);

    // When
    Answer own = customer.send("{\"msisdn\":\"628123450002\",\"otp\":\"AB12cd\"}");
    Answer generated = customer.send("{\"msisdn\":\"628123450002\"}");

    // Then
    assertThat(own.text("otp")).isEqualTo("AB12cd");
    assertThat(generated.body()).doesNotContain("\"otp\"");
  }

  @Test
  void countsSegmentsWithTheLengthOfTheCode() {
    // Given
    Customer customer = ingress.customer();
    String text = "x".repeat(153);

    // When
    Answer six = customer.send("{\"msisdn\":\"628123450003\",\"template\":\"" + text + "$OTP\"}");
    Answer ten =
        customer.send(
            "{\"msisdn\":\"628123450003\",\"otp\":\"1234567890\",\"template\":\""
                + text
                + "$OTP\"}");

    // Then
    assertThat(six.json().get("segment_count").intValue()).isEqualTo(1);
    assertThat(ten.json().get("segment_count").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"30\"", "30", "\"86400\"", "86400", "\"0300\""})
  void takesTimeLimitsAsStringOrInteger(String limit) {
    // Given
    Customer customer = ingress.customer();

    // When
    Answer answer = customer.send("{\"msisdn\":\"6281\",\"time_limit\":" + limit + "}");

    // Then
    assertThat(answer.status()).isEqualTo(201);
  }

  @Test
  void takesPlainHttpCallbacksOfAppsThatMayUseThem() {
    // Given
    String body = "{\"msisdn\":\"628123450004\",\"callback_url\":\"http://example.com/\"}";

    // When
    Answer strict = ingress.customer().send(body);
    Answer configured = ingress.customer(false, true, false).send(body);
    Answer sandbox = ingress.customer(true, false, false).send(body);

    // Then
    assertThat(strict.status()).isEqualTo(400);
    assertThat(configured.status()).isEqualTo(201);
    assertThat(sandbox.status()).isEqualTo(201);
  }

  @Test
  void startsATraceWhenTheClientsIsNone() {
    // Given
    Customer customer = ingress.customer();

    // When
    Answer answer =
        Customer.call(
            customer.posting(Customer.SEND, "{\"msisdn\":\"6281\"}").header("traceparent", "junk"));

    // Then
    assertThat(headers(recordOf(answer)).get("traceparent"))
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
  }

  private ConsumerRecord<byte[], byte[]> recordOf(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    var records = ingress.records(Topics.OTP_REQUESTED, answer.text("session_id"));
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  private static OtpRequested event(ConsumerRecord<byte[], byte[]> record) {
    return (OtpRequested) EventJson.read(EventType.OTP_REQUESTED, record.value());
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new java.util.HashMap<>();
    record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
    return headers;
  }
}
