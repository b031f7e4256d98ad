package dev.sandi.ingress.status;

import static dev.sandi.ingress.testing.Answer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.event.Envelope;
import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Told;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class SessionTest {

  private final Ingress ingress = Ingress.shared();
  private Customer customer;

  @BeforeEach
  void newCustomer() {
    customer = ingress.customer();
  }

  @Test
  void isFoundRightAfterItsAcceptance() {
    for (int i = 0; i < 20; i++) {
      // Given
      Answer accepted = customer.send("{\"msisdn\":\"6281234567890\",\"challenge\":\"login\"}");
      String session = accepted.text("session_id");

      // When
      Answer answer = customer.get("/v2/otp/" + session);

      // Then
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("session_id")).isEqualTo(session);
      assertThat(answer.text("status")).isEqualTo("requested");
      assertThat(answer.text("msisdn")).isEqualTo("62812******90");
      assertThat(answer.text("challenge")).isEqualTo("login");
      assertThat(answer.text("http_status")).isEqualTo("201");
      assertThat(answer.text("user_agent")).isEqualTo("customer/1.0");
      assertThat(Instant.parse(answer.text("requested_at")))
          .isEqualTo(SessionId.of(session).startedAt());
      assertThat(answer.text("expires_at")).isEqualTo(accepted.text("expires_at"));
      assertThat(types(answer)).containsExactly("otp.requested");
      assertThat(answer.body()).doesNotContain("request_id", "6281234567890");
    }
  }

  @Test
  void showsItsTimelineInTheOrderOfTime() {
    // Given
    Told told = Told.of(customer.app());

    // When
    ingress.tell(
        told.callbackDelivered(),
        told.delivered(),
        told.requested(),
        told.callbackFailed(),
        told.sent(),
        told.verified(),
        told.callbackExhausted());

    // Then
    Answer answer = await().until(() -> get(told), a -> types(a).size() == 7);
    assertThat(types(answer))
        .containsExactly(
            "otp.requested",
            "otp.sent",
            "otp.delivered",
            "otp.verified",
            "callback.failed",
            "callback.delivered",
            "callback.exhausted");
    assertThat(answer.json().get("events").get(1))
        .hasToString(
            "{\"type\":\"otp.sent\",\"at\":\"%s\",\"details\":{\"gateway\":\"simulator\",\"segments\":1,\"message_id\":\"m-1\"}}"
                .formatted(told.id().startedAt().plusSeconds(1)));
    assertThat(answer.body()).doesNotContain("sealed");
  }

  static Stream<List<String>> outcomes() {
    return Stream.of(
        List.of("requested", "requested"),
        List.of("sent", "requested", "sent"),
        List.of("delivered", "requested", "sent", "delivered"),
        List.of("delivered", "requested", "sent", "undelivered", "delivered"),
        List.of("undelivered", "requested", "sent", "undelivered"),
        List.of("verified", "requested", "sent", "delivered", "verified"),
        List.of("expired", "requested", "sent", "delivered", "expired"),
        List.of("failed", "requested", "failed"),
        List.of("rejected", "requested", "rejected"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void isTheSameInAnyOrderAndHoweverOftenItIsTold(List<String> names) {
    // Given
    String outcome = names.get(0);
    Told first = Told.of(customer.app());
    Told second = new Told(first.session());
    Told last = Told.of(customer.app(), first.id().startedAt());
    Envelope[] ordered = envelopes(first, names.subList(1, names.size()));
    Envelope[] reversed = envelopes(last, names.subList(1, names.size()));
    java.util.Collections.reverse(Arrays.asList(reversed));

    // When
    for (Envelope envelope : ordered) {
      ingress.tell(envelope, envelope);
    }
    for (Envelope envelope : reversed) {
      ingress.tell(envelope);
      ingress.tell(envelope);
    }
    ingress.tell(ordered);

    // Then
    Answer straight = await().until(() -> get(second), a -> settled(a, names));
    Answer backwards = await().until(() -> get(last), a -> settled(a, names));
    assertThat(straight.text("status")).isEqualTo(outcome);
    assertThat(neutral(backwards, last)).isEqualTo(neutral(straight, first));
  }

  @Test
  void tellsWhyItWasNotDeliveredInACodeAndInWords() {
    // Given
    Told told = Told.of(customer.app());

    // When
    ingress.tell(told.requested(), told.sent(), told.undelivered());

    // Then
    Answer answer = await().until(() -> get(told), a -> types(a).size() == 3);
    assertThat(answer.json().at("/events/2/details"))
        .hasToString(
            "{\"reason\":\"absent_subscriber\",\"gateway\":\"simulator\",\"message_id\":\"m-1\",\"description\":\"It was off.\",\"network_code\":\"27\"}");
  }

  @Test
  void tellsWhyItFailedInWords() {
    // Given
    Told told = Told.of(customer.app());

    // When
    ingress.tell(told.requested(), told.failed());

    // Then
    Answer answer = await().until(() -> get(told), a -> types(a).size() == 2);
    assertThat(answer.json().at("/events/1/details/detail").asString()).isEqualTo("E7");
    assertThat(answer.json().at("/events/1/details/description").asString()).isEqualTo("No way.");
  }

  @Test
  void tellsWhyItWasRejected() {
    // Given
    Told told = Told.of(customer.app());

    // When
    ingress.tell(told.rejected());

    // Then
    Answer answer = await().until(() -> get(told), a -> a.status() == 200);
    assertThat(answer.text("status")).isEqualTo("rejected");
    assertThat(answer.text("reason")).isEqualTo("neighbouring_numbers");
    assertThat(answer.json().get("events").get(0).get("details"))
        .hasToString(
            "{\"check\":\"sequential\",\"reason\":\"neighbouring_numbers\",\"evidence\":{\"distinct\":8}}");
  }

  @Test
  void leavesOutWhatIsPastTheRetention() {
    // Given
    Told old = Told.of(customer.app(), Instant.now().minus(Duration.ofDays(40)));
    Told fresh = Told.of(customer.app());

    // When
    ingress.tell(old.requested(), old.sent(), fresh.requested());

    // Then
    await().until(() -> get(fresh), a -> a.status() == 200);
    assertThat(get(old).status()).isEqualTo(404);
    assertThat(ingress.records("otp.requested.v1-dlt", old.id().toString())).isEmpty();
  }

  @Test
  void isHiddenFromOtherApps() {
    // Given
    String session = customer.send("{\"msisdn\":\"6281234567890\"}").text("session_id");
    Customer other = ingress.customer();

    // When
    Answer own = customer.get("/v2/otp/" + session);
    Answer others = other.get("/v2/otp/" + session);
    Answer unknown = other.get("/v2/otp/" + SessionId.at(Instant.now()));

    // Then
    assertThat(own.status()).isEqualTo(200);
    for (Answer answer : List.of(others, unknown)) {
      assertThat(answer.body())
          .isEqualTo(
              problem(
                  404, "Session not found", "session_not_found", answer.header("X-Request-Id")));
    }
    assertThat(other.get("/v2/otp").body()).isEqualTo("{\"data\":[],\"next_cursor\":null}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1-1-1-1-1", "018f4e2a-0000-4000-8000-000000000000", "%20", "sent"})
  void needsAProperId(String id) {
    // When
    Answer answer = customer.get("/v2/otp/" + id);

    // Then
    assertThat(answer.body())
        .isEqualTo(
            problem(
                400,
                "Request invalid: session id should be a UUID of version 7",
                "invalid_request",
                answer.header("X-Request-Id")));
  }

  private Answer get(Told told) {
    return customer.get("/v2/otp/" + told.id());
  }

  private static boolean settled(Answer answer, List<String> names) {
    return types(answer).size() == names.size() - 1;
  }

  private static List<String> types(Answer answer) {
    return answer.status() == 200
        ? answer.json().get("events").valueStream().map(e -> e.get("type").asString()).toList()
        : List.of();
  }

  private static String neutral(Answer answer, Told told) {
    return answer.body().replace(told.id().toString(), "<session>");
  }

  private static Envelope[] envelopes(Told told, List<String> names) {
    return names.stream()
        .map(
            name ->
                switch (name) {
                  case "requested" -> told.requested();
                  case "sent" -> told.sent();
                  case "delivered" -> told.delivered();
                  case "undelivered" -> told.undelivered();
                  case "verified" -> told.verified();
                  case "expired" -> told.expired();
                  case "failed" -> told.failed();
                  default -> told.rejected();
                })
        .toArray(Envelope[]::new);
  }
}
