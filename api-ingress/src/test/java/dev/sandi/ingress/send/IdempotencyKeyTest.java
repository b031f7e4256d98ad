package dev.sandi.ingress.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.testing.Answer;
import dev.sandi.ingress.testing.Customer;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.RawSocket;
import dev.sandi.testing.RequiresInfrastructure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresInfrastructure
class IdempotencyKeyTest {

  private static final String BODY = "{\"msisdn\":\"6281234567890\",\"otp\":\"AB12cd\"}";

  private final Ingress ingress = Ingress.shared();
  private final Customer customer = ingress.customer(false, false, true);

  @Test
  void givesTheSameAnswerAgainToTheSameRequest() {
    // Given
    String longest = "k".repeat(255);
    Answer first = customer.send(BODY, longest);

    // When
    Answer again = customer.send(BODY, longest);

    // Then
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.isReplayed()).isFalse();
    assertThat(first.text("otp")).isEqualTo("AB12cd");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.isReplayed()).isTrue();
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(ingress.published(customer.app())).containsExactly(first.text("session_id"));
    assertThat(ingress.used(customer.app())).isEqualTo(1);
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherBody() {
    // Given
    Answer first = customer.send(BODY, "order-1");

    // When
    Answer other = customer.send("{\"msisdn\":\"6281234567890\"}", "order-1");

    // Then
    assertThat(first.status()).isEqualTo(201);
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("error")).isEqualTo("idempotency_key_reused");
    assertThat(customer.send(BODY, "order-1").body()).isEqualTo(first.body());
  }

  @Test
  void isAnotherKeyInTheHandsOfAnotherApp() {
    // Given
    Customer other = ingress.customer();
    Answer first = customer.send(BODY, "order-1");

    // When
    Answer others = other.send("{\"msisdn\":\"6281234567890\"}", "order-1");

    // Then
    assertThat(others.status()).isEqualTo(201);
    assertThat(others.isReplayed()).isFalse();
    assertThat(others.text("session_id")).isNotEqualTo(first.text("session_id"));
  }

  @Test
  void remembersNoRefusalForWantOfQuota() {
    // Given
    ingress.allot(customer.app(), 0);
    Answer refused = customer.send(BODY, "order-1");

    // When
    ingress.allot(customer.app(), 1);
    Answer later = customer.send(BODY, "order-1");

    // Then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(later.status()).isEqualTo(201);
    assertThat(later.isReplayed()).isFalse();
    assertThat(customer.send(BODY, "order-1").isReplayed()).isTrue();
    assertThat(ingress.used(customer.app())).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "clé", "clÃ©"})
  void refusesKeysOfAnythingButVisibleAscii(String key) {
    // When
    String answer = sendRaw(key);

    // Then
    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"error\":\"invalid_idempotency_key\"");
    assertThat(ingress.used(customer.app())).isZero();
  }

  @Test
  void refusesKeysOfMoreThan255Characters() {
    // When
    Answer answer = customer.send(BODY, "k".repeat(256));

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error")).isEqualTo("invalid_idempotency_key");
    assertThat(ingress.published(customer.app())).isEmpty();
  }

  /** Java's own client would not send such headers as they are. */
  private String sendRaw(String key) {
    return RawSocket.exchange(
        ingress.port(),
        """
        POST /v2/otp/send HTTP/1.1\r
        Host: localhost\r
        App-ID: %s\r
        API-Key: %s\r
        Content-Type: application/json\r
        Idempotency-Key: %s\r
        Content-Length: %d\r
        Connection: close\r
        \r
        %s"""
            .formatted(customer.app(), customer.key(), key, BODY.length(), BODY));
  }
}
