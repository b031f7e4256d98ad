package dev.sandi.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.bench.crash.Probed.Answer;
import dev.sandi.bench.crash.Probed.Probe;
import dev.sandi.bench.sending.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each lie of a probe is seen, and no truth is taken for one. */
class CompareProbesTest {

  private static final String COPY = "processor-1";
  private static final Impact CUT_OFF = Impact.NONE.cuttingOff(Set.of(COPY));

  private final List<Probed> probed = new ArrayList<>();
  private final List<Disturbance> disturbances = new ArrayList<>();

  @Test
  void aCopyThatIsWellIsAliveAndReady() {
    // Given
    answer(Probe.LIVENESS, Answer.UP, 1_000);
    answer(Probe.READINESS, Answer.UP, 1_000);

    // Then
    assertThat(broken()).isEmpty();
  }

  @Test
  void aCopyThatOnlyLostItsDatabaseMustNotSayThatItIsDead() {
    // Given
    disturb(CUT_OFF, 1_000, 20_000, 21_000);
    answer(Probe.LIVENESS, Answer.DOWN, 5_000);

    // Then
    assertThat(broken()).containsExactly(Promise.LIVENESS_DENIED);
  }

  @Test
  void aCopyThatWasStoppedMaySayThatItIsDead() {
    // Given
    disturb(Impact.NONE.stopping(COPY), 1_000, 2_000, 9_000);
    answer(Probe.LIVENESS, Answer.DOWN, 5_000);
    answer(Probe.READINESS, Answer.DOWN, 5_000);

    // Then
    assertThat(broken()).isEmpty();
  }

  @Test
  void oneSilenceIsForgivenAndASecondIsNot() {
    // Given
    answer(Probe.LIVENESS, Answer.NONE, 1_000);

    // Then
    assertThat(broken()).isEmpty();

    // When
    answer(Probe.LIVENESS, Answer.UP, 2_000);
    answer(Probe.LIVENESS, Answer.NONE, 3_000);

    // Then
    assertThat(broken()).isEmpty();

    // When
    answer(Probe.LIVENESS, Answer.NONE, 9_000);

    // Then
    assertThat(broken()).containsExactly(Promise.LIVENESS_DENIED);
  }

  @Test
  void aCopyWithoutItsDatabaseMayBeReadyForAMomentOnly() {
    // Given
    disturb(CUT_OFF, 1_000, 20_000, 21_000);
    answer(Probe.READINESS, Answer.UP, 9_000);
    answer(Probe.READINESS, Answer.DOWN, 12_000);

    // Then
    assertThat(broken()).isEmpty();

    // When
    answer(Probe.READINESS, Answer.UP, 13_000);

    // Then
    assertThat(broken()).containsExactly(Promise.READINESS_CLAIMED);
  }

  @Test
  void aCopyIsReadyAsSoonAsItsDatabaseIsBack() {
    // Given
    disturb(CUT_OFF, 1_000, 20_000, 45_000);

    // When
    answer(Probe.READINESS, Answer.UP, 20_500);

    // Then
    assertThat(broken()).isEmpty();
  }

  @Test
  void aCopyThatOnlyLostItsBrokerIsReady() {
    // Given
    disturb(Impact.NONE, 1_000, 60_000, 60_000);
    answer(Probe.READINESS, Answer.DOWN, 30_000);

    // Then
    assertThat(broken()).containsExactly(Promise.READINESS_DENIED);
  }

  @Test
  void theTroubleOfOneCopyIsNoExcuseOfAnother() {
    // Given
    disturb(Impact.NONE.cuttingOff(Set.of("processor-2")), 1_000, 20_000, 21_000);
    answer(Probe.READINESS, Answer.DOWN, 5_000);

    // Then
    assertThat(broken()).containsExactly(Promise.READINESS_DENIED);
  }

  private void answer(Probe probe, Answer answer, long asked) {
    probed.add(new Probed(COPY, probe, answer, asked, asked + 20));
  }

  private void disturb(Impact impact, long from, long lifted, long until) {
    disturbances.add(
        new Disturbance("somewhere", "stalled", impact, new Trouble(from, until), lifted));
  }

  private List<Promise> broken() {
    return CompareProbes.compare(probed, disturbances).stream().map(Breach::promise).toList();
  }
}
