package dev.sandi.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.PhoneNumber;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@RequiresInfrastructure
class FailingAtANumberTest {

  private static final String RIGHT = "Right1";
  private static final String WRONG = "Wrong1";

  private final Processor processor = Processor.shared();
  private final PhoneNumber msisdn = Processor.freshNumber();

  @Test
  void aHundredFailuresInARowLockEveryChallengeOfTheNumber() {
    // Given
    sendTo(21);
    fail(0, 20);

    // When
    JsonNode right = guess(20, RIGHT);

    // Then
    assertThat(right.get("outcome").asString()).isEqualTo("locked");
    assertThat(right.get("retry_after").asLong()).isEqualTo(86_400);
  }

  @Test
  void theLastAttemptsBeforeThatAreCounted() {
    // Given
    sendTo(20);
    fail(0, 19);

    // When
    List<Integer> left =
        IntStream.range(0, 5).mapToObj(n -> guess(19, WRONG).get("attempts_left").asInt()).toList();

    // Then
    assertThat(left).containsExactly(4, 3, 2, 1, 0);
  }

  @Test
  void oneSuccessBeginsTheCountAnew() {
    // Given
    sendTo(22);
    fail(0, 19);

    // When
    guess(19, RIGHT);
    fail(20, 21);

    // Then
    assertThat(guess(21, RIGHT).get("outcome").asString()).isEqualTo("verified");
  }

  @Test
  void theLockEndsAfterADayAndTheCountBeginsAnew() {
    // Given
    sendTo(20);
    fail(0, 20);

    // When
    Processor.CLOCK.advance(Duration.ofDays(1));
    processor.keepUpWithTheClock();
    sendTo(1);

    // Then
    assertThat(guess(0, WRONG).get("attempts_left").asInt()).isEqualTo(4);
    assertThat(guess(0, RIGHT).get("outcome").asString()).isEqualTo("verified");
  }

  @Test
  void guessesWhereNothingWasSentDoNotLockTheNumber() {
    // Given
    sendTo(1);
    IntStream.range(0, 120).forEach(n -> guess(5, WRONG));

    // When
    JsonNode right = guess(0, RIGHT);

    // Then
    assertThat(right.get("outcome").asString()).isEqualTo("verified");
  }

  private void sendTo(int challenges) {
    int before = processor.inbox(msisdn).size();
    for (int n = 0; n < challenges; n++) {
      processor.publish(Requests.withChallenge(msisdn, "challenge-" + n, RIGHT));
    }
    await().untilAsserted(() -> assertThat(processor.inbox(msisdn)).hasSize(before + challenges));
  }

  /** Uses up the budgets of challenges. */
  private void fail(int from, int to) {
    for (int n = from; n < to; n++) {
      for (int i = 0; i < 5; i++) {
        assertThat(guess(n, WRONG).get("outcome").asString()).isEqualTo("not_found");
      }
    }
  }

  private JsonNode guess(int challenge, String code) {
    return processor.verify(msisdn, "challenge-" + challenge, true, code);
  }
}
