package dev.sandi.ingress.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdempotencyKeyHashTest {

  private static final String PATH = "/v2/otp/send";
  private static final byte[] BODY =
      "{\"msisdn\":\"6281234567890\",\"otp\":\"4711\"}".getBytes(UTF_8);

  @Test
  void aHashOfABodyTellsNothingToWhoeverDoesNotKnowTheKey() {
    // When
    IdempotencyKey one = IdempotencyKey.of("8e03978e-40d5-43dd-bc93-6894a57f9324", PATH, BODY);
    IdempotencyKey other = IdempotencyKey.of("c1b1f1d4-0b57-4c5e-9c47-9e0a3e0c7f51", PATH, BODY);

    // Then
    assertThat(one.request()).isNotEqualTo(other.request());
  }

  @Test
  void theSameRequestHasTheSameHashes() {
    assertThat(IdempotencyKey.of("order-1", PATH, BODY))
        .isEqualTo(IdempotencyKey.of("order-1", PATH, BODY));
  }
}
