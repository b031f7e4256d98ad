package dev.sandi.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.bench.crash.Probed.Answer;
import dev.sandi.bench.crash.Probed.Probe;
import dev.sandi.bench.sending.Evidence;
import dev.sandi.bench.sending.Order;
import dev.sandi.bench.sending.Submit;
import dev.sandi.bench.sending.Told;
import dev.sandi.bench.sending.Trouble;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proof that cannot fail proves nothing: each thing that must not be is seen if it is there. */
class CompareAllTest {

  private static final String NUMBER = "6281200000001";
  private static final String SESSION = "s1";

  private final List<Order> orders = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private final Map<String, Verification> verifications = new HashMap<>();
  private final Map<UUID, List<MadeCallback>> callbacks = new HashMap<>();
  private final Set<UUID> callbacksTold = new HashSet<>();
  private final Map<String, String> statuses = new HashMap<>();
  private final List<Disturbance> disturbances = new ArrayList<>();
  private final List<Probed> probed = new ArrayList<>();
  private long quotaUsed = 1;

  /** An order whose code was sent, delivered and verified, and all told. */
  @BeforeEach
  void aWellEndedOrder() {
    orders.add(new Order(NUMBER, SESSION, 1_000));
    tell(Told.Kind.SENT, "7");
    tell(Told.Kind.DELIVERED, "7");
    tell(Told.Kind.VERIFIED, null);
    verifications.put(SESSION, new Verification(1, 2, 0));
    statuses.put(SESSION, "verified");
  }

  @Test
  void nothingIsFoundWhereAllIsWell() {
    assertThat(broken()).isEmpty();
  }

  @Test
  void aCodeThatVerifiedTwiceIsFound() {
    // Given
    verifications.put(SESSION, new Verification(2, 1, 0));

    // Then
    assertThat(broken()).containsExactly(Promise.VERIFIED_TWICE);
  }

  @Test
  void aVerificationThatIsNotToldIsFound() {
    // Given
    forget(Told.Kind.VERIFIED);

    // Then
    assertThat(broken()).contains(Promise.VERIFIED_NOT_TOLD, Promise.NOT_EXPIRED);
  }

  @Test
  void aRightCodeThatIsRefusedIsFoundUnlessAnAnswerWasLost() {
    // Given
    verifications.put(SESSION, new Verification(0, 3, 0));

    // Then
    assertThat(broken()).containsExactly(Promise.RIGHT_CODE_REFUSED);

    // When
    verifications.put(SESSION, new Verification(0, 3, 1));

    // Then
    assertThat(broken()).isEmpty();
  }

  @Test
  void twoSessionsOfOneKeyAreFound() {
    // Given
    orders.add(new Order(NUMBER, "s2", 2_000));

    // Then
    assertThat(broken()).contains(Promise.ORDERED_TWICE);
  }

  @Test
  void aCallbackThatWasNeverMadeIsFound() {
    // Given
    callbacks.remove(id(Told.Kind.SENT));

    // Then
    assertThat(broken()).containsExactly(Promise.CALLBACK_MISSING);
  }

  @Test
  void aCallbackOfNoEventIsFound() {
    // Given
    callbacks.put(UUID.randomUUID(), List.of(new MadeCallback(1_500, 1)));

    // Then
    assertThat(broken()).containsExactly(Promise.CALLBACK_UNFOUNDED);
  }

  @Test
  void aCallbackMadeAgainIsFoundUnlessItsResultCouldNotBeWritten() {
    // Given
    callbacks.put(
        id(Told.Kind.SENT), List.of(new MadeCallback(1_500, 1), new MadeCallback(60_000, 1)));

    // Then
    assertThat(broken()).containsExactly(Promise.CALLBACK_REPEATED);

    // When
    disturb(Impact.NONE.stopping("ingress-1"), 1_600);

    // Then
    assertThat(broken()).containsExactly(Promise.CALLBACK_REPEATED);

    // When
    disturb(Impact.doubting(Doubt.CALLBACKS), 1_600);

    // Then
    assertThat(broken()).isEmpty();
  }

  @Test
  void aCallbackWhoseBodyChangesIsFound() {
    // Given
    callbacks.put(
        id(Told.Kind.SENT), List.of(new MadeCallback(1_500, 1), new MadeCallback(60_000, 2)));
    disturb(Impact.doubting(Doubt.CALLBACKS), 1_600);

    // Then
    assertThat(broken()).containsExactly(Promise.CALLBACK_CHANGED);
  }

  @Test
  void aCallbackThatIsNotToldOfIsFound() {
    // Given
    callbacksTold.remove(id(Told.Kind.SENT));

    // Then
    assertThat(broken()).containsExactly(Promise.CALLBACK_NOT_TOLD);
  }

  @Test
  void quotaThatIsOversoldOrLostIsFound() {
    // Given
    quotaUsed = 0;

    // Then
    assertThat(broken()).containsExactly(Promise.QUOTA);

    // When
    quotaUsed = 2;

    // Then
    assertThat(broken()).containsExactly(Promise.QUOTA);
  }

  @Test
  void aStatusThatIsNotHowItEndedIsFound() {
    // Given
    statuses.put(SESSION, "sent");

    // Then
    assertThat(broken()).containsExactly(Promise.STATUS);
  }

  @Test
  void whatTheLedgersOfSendingFindIsFoundHereToo() {
    // Given
    forget(Told.Kind.DELIVERED);

    // Then
    assertThat(broken()).containsExactly(Promise.NO_END);
  }

  @Test
  void aCopyThatSaysItIsDeadIsFound() {
    // Given
    probed.add(new Probed("ingress-1", Probe.LIVENESS, Answer.DOWN, 1_000, 1_010));

    // Then
    assertThat(broken()).containsExactly(Promise.LIVENESS_DENIED);
  }

  private void tell(Told.Kind kind, String message) {
    UUID id = UUID.randomUUID();
    told.add(new Told(id.toString(), kind, SESSION, message, null));
    callbacks.put(id, List.of(new MadeCallback(1_500, 1)));
    callbacksTold.add(id);
  }

  private UUID id(Told.Kind kind) {
    return told.stream()
        .filter(event -> event.kind() == kind)
        .map(event -> UUID.fromString(event.id()))
        .findFirst()
        .orElseThrow();
  }

  private void forget(Told.Kind kind) {
    callbacks.remove(id(kind));
    told.removeIf(event -> event.kind() == kind);
  }

  private void disturb(Impact impact, long at) {
    disturbances.add(
        new Disturbance("somewhere", "killed", impact, new Trouble(at, at + 3_000), at));
  }

  private Set<Promise> broken() {
    Evidence sending =
        new Evidence(
            orders,
            Set.of(),
            List.of(new Submit(7, NUMBER, 1_200, true, "c1", 1_230L)),
            Map.of(),
            List.of(),
            List.of(),
            told,
            0,
            true);
    CrashEvidence evidence =
        new CrashEvidence(
            sending,
            verifications,
            callbacks,
            callbacksTold,
            statuses,
            quotaUsed,
            disturbances,
            probed);
    Set<Promise> broken = new HashSet<>();
    CompareAll.compare(evidence).breaches().forEach(breach -> broken.add(breach.promise()));
    return broken;
  }
}
