package dev.sandi.bench.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.bench.callbacks.CallbackLedger.Evidence;
import dev.sandi.bench.callbacks.CallbackLedger.Standing;
import dev.sandi.bench.callbacks.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A proof that cannot fail proves nothing: each thing that must not be is seen if it is there. */
class CallbackLedgerTest {

  private static final int PLAIN = 0;
  private static final int FLAKY = 3;
  private static final int AT_MOST_ONCE = 9;

  private final UUID id = UUID.randomUUID();
  private final List<Request> requests = new ArrayList<>();
  private final List<Death> deaths = new ArrayList<>();
  private final Map<UUID, List<Long>> succeeded = new HashMap<>();
  private final Map<UUID, Standing> undelivered = new HashMap<>();
  private final Set<UUID> told = new HashSet<>(Set.of(id));
  private int receiver = PLAIN;

  @Test
  void aCallbackThatArrivedOnceHasNothingAgainstIt() {
    // Given
    arrive("a", 1_000);
    succeeded.put(id, List.of(1_002L));

    // Then
    assertThat(kinds()).isEmpty();
    assertThat(extra()).isZero();
  }

  @Test
  void aCallbackThatNeverArrivedIsLost() {
    assertThat(kinds()).containsExactly(Kind.LOST);
  }

  @Test
  void aCallbackThatArrivedAndIsNotRecordedSoIsLost() {
    // Given
    arrive("a", 1_000);
    exhaust("attempts_used_up", 30_000);

    // Then
    assertThat(kinds()).containsExactly(Kind.LOST);
  }

  @Test
  void aCallbackThatIsStillPendingIsNotSettled() {
    // Given
    arrive("a", 1_000);
    undelivered.put(id, new Standing("pending", null, 0));

    // Then
    assertThat(kinds()).containsExactly(Kind.NOT_SETTLED);
  }

  @Test
  void aRepetitionIsExtraIfTheCopyDiedOfTheFirst() {
    // Given
    arrive("a", 1_000);
    die("a", 1_010);
    arrive("b", 18_000);
    succeeded.put(id, List.of(18_001L));

    // Then
    assertThat(kinds()).isEmpty();
    assertThat(extra()).isEqualTo(1);
  }

  @Test
  void aRepetitionIsAFaultIfTheCopyLives() {
    // Given
    arrive("a", 1_000);
    die("c", 1_010);
    arrive("b", 18_000);

    // Then
    assertThat(kinds()).containsExactly(Kind.REPEATED);
  }

  @Test
  void aRepetitionIsAFaultIfTheCopyDiedLongAfter() {
    // Given
    arrive("a", 1_000);
    die("a", 3_100);
    arrive("b", 23_000);

    // Then
    assertThat(kinds()).containsExactly(Kind.REPEATED);
  }

  @Test
  void aCopyThatDiesExcusesOneRepetition() {
    // Given
    arrive("a", 1_000);
    arrive("a", 1_005);
    die("a", 1_010);
    arrive("b", 18_000);

    // Then
    assertThat(kinds()).containsExactly(Kind.REPEATED);
  }

  @Test
  void aRepetitionAfterARecordedSuccessIsAFaultWhoeverDied() {
    // Given
    arrive("a", 1_000);
    succeeded.put(id, List.of(1_002L));
    die("a", 1_010);
    arrive("b", 18_000);

    // Then
    assertThat(kinds()).containsExactly(Kind.REPEATED_AFTER_SUCCESS);
  }

  @Test
  void aRepetitionAfterTheFirstRecordedSuccessIsAFaultThoughItSucceededToo() {
    // Given
    arrive("a", 1_000);
    die("a", 1_010);
    arrive("b", 18_000);
    succeeded.put(id, List.of(18_002L, 1_002L));

    // Then
    assertThat(kinds()).containsExactly(Kind.REPEATED_AFTER_SUCCESS);
  }

  @Test
  void aRepetitionAfterARefusalIsNoFault() {
    // Given
    receiver = FLAKY;
    arrive("a", 1_000);
    arrive("a", 2_000);

    // Then
    assertThat(kinds()).isEmpty();
    assertThat(extra()).isZero();
  }

  @Test
  void aCallbackThatWasOnlyRefusedIsLost() {
    // Given
    receiver = FLAKY;
    arrive("a", 1_000);

    // Then
    assertThat(kinds()).containsExactly(Kind.LOST);
  }

  @Test
  void whatMayArriveButOnceMustNotBeRepeatedWhoeverDied() {
    // Given
    receiver = AT_MOST_ONCE;
    arrive("a", 1_000);
    die("a", 1_010);
    arrive("b", 18_000);

    // Then
    assertThat(kinds()).containsExactly(Kind.REPEATED_ALTHOUGH_FORBIDDEN);
  }

  @Test
  void whatMayArriveButOnceMayEndWithoutArrivingIfACopyDied() {
    // Given
    receiver = AT_MOST_ONCE;
    die("a", 1_000);
    exhaust("interrupted", 22_000);

    // Then
    assertThat(kinds()).isEmpty();
  }

  @Test
  void whatMayArriveButOnceIsLostIfNoCopyDiedBeforeItsEnd() {
    // Given
    receiver = AT_MOST_ONCE;
    die("a", 1_000);
    die("b", 80_000);
    exhaust("interrupted", 70_000);

    // Then
    assertThat(kinds()).containsExactly(Kind.LOST);
  }

  @Test
  void whatMayArriveButOnceMayEndAfterItsCopyAndTheNextDiedOfIt() {
    // Given
    receiver = AT_MOST_ONCE;
    arrive("a", 1_000);
    die("a", 1_010);
    die("b", 35_000);
    exhaust("interrupted", 60_000);

    // Then
    assertThat(kinds()).isEmpty();
  }

  @Test
  void whatMayArriveButOnceIsLostIfTheCopyThatMadeTheRequestLived() {
    // Given
    receiver = AT_MOST_ONCE;
    arrive("a", 1_000);
    die("b", 1_010);
    die("a", 9_000);
    exhaust("interrupted", 22_000);

    // Then
    assertThat(kinds()).containsExactly(Kind.LOST);
  }

  @Test
  void whatMayArriveButOnceIsLostIfItEndedForAnotherReason() {
    // Given
    receiver = AT_MOST_ONCE;
    arrive("a", 1_000);
    die("a", 1_010);
    exhaust("at_most_once", 22_000);

    // Then
    assertThat(kinds()).containsExactly(Kind.LOST);
  }

  @Test
  void anotherBodyAnUnknownIdAndAnEndThatNobodyIsToldOfAreFaults() {
    // Given
    receiver = FLAKY;
    arrive("a", 1_000);
    requests.add(new Request(receiver, "a", id, 8, -1, 2_000_000_000L, 2_000));
    requests.add(new Request(receiver, "a", UUID.randomUUID(), 7, -1, 0, 0));
    told.clear();

    // Then
    assertThat(kinds()).containsExactlyInAnyOrder(Kind.OTHER_BODY, Kind.UNKNOWN_ID, Kind.NOT_TOLD);
  }

  private void arrive(String from, long millis) {
    requests.add(new Request(receiver, from, id, 7, -1, millis * 1_000_000, millis));
  }

  private void die(String address, long millis) {
    deaths.add(new Death(address, millis * 1_000_000, "after a statement"));
  }

  private void exhaust(String reason, long millis) {
    undelivered.put(id, new Standing("exhausted", reason, millis * 1_000_000));
  }

  private List<Kind> kinds() {
    return findings().faults().stream().map(Fault::kind).toList();
  }

  private int extra() {
    return findings().extra();
  }

  private CallbackLedger.Findings findings() {
    return new CallbackLedger(
            (r, event) -> r == FLAKY,
            r -> r == AT_MOST_ONCE,
            Duration.ofSeconds(2),
            Duration.ofSeconds(40))
        .compare(
            new Evidence(Map.of(id, receiver), requests, deaths, succeeded, undelivered, told));
  }
}
