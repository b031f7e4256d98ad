package dev.sandi.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** App ids, names of challenges and of simulated outcomes, and time limits. */
class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "shop-live", "Shop_1", "0"})
  void takesAppIds(String text) {
    assertThat(new AppId(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "_a", "a b", "a/b", "a.b", "ä", "a\n"})
  void refusesOtherAppIds(String text) {
    assertThatThrownBy(() -> new AppId(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("app id should be 1-64 letters, digits, hyphens and underscores");
  }

  @Test
  void anAppIdHasAtMost64Characters() {
    assertThat(new AppId("a".repeat(64)).value()).hasSize(64);
    assertThatThrownBy(() -> new AppId("a".repeat(65))).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "a", "Log in", "вход"})
  void takesNamesOfChallenges(String text) {
    assertThat(new ChallengeName(text)).hasToString(text);
  }

  @Test
  void aChallengeHas1To64Characters() {
    assertThat(new ChallengeName("a".repeat(64)).value()).hasSize(64);
    assertThatThrownBy(() -> new ChallengeName("")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new ChallengeName("a".repeat(65)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("challenge length should between 1-64 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0", "a\nb", "\u007f", "a\u0085"})
  void refusesControlCharactersInAChallenge(String text) {
    assertThatThrownBy(() -> new ChallengeName(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("challenge should not contain control characters");
  }

  @ParameterizedTest
  @EnumSource
  void takesTheNamesOfSimulatedOutcomes(SimulatedOutcome outcome) {
    assertThat(SimulatedOutcome.of(outcome.toString())).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "DELIVERED", "Late", "lost"})
  void refusesOtherSimulatedOutcomes(String text) {
    assertThatThrownBy(() -> SimulatedOutcome.of(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(
            "simulated outcome should be one of"
                + " delivered, undelivered, failed, unreachable, late");
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 300, 86_400})
  void takesTimeLimits(int seconds) {
    assertThat(new TimeLimit(seconds).duration()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 29, 86_401, Integer.MAX_VALUE})
  void refusesOtherTimeLimits(int seconds) {
    assertThatThrownBy(() -> new TimeLimit(seconds))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("time limit should between 30-86400 seconds");
  }
}
