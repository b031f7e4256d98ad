package dev.sandi.bench.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.bench.sending.Told.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A proof that cannot fail proves nothing: each thing that must not be is seen if it is there. */
class CompareLedgersTest {

  private static final String NUMBER = "6281200000001";
  private static final String SESSION = "s1";
  private static final long ACCEPTED = 1_000;

  private final List<Submit> submits = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private final List<Trouble> delays = new ArrayList<>();
  private Map<String, List<Long>> linkEnds = Map.of();
  private Set<String> unheard = Set.of();
  private List<Order> orders = List.of(new Order(NUMBER, SESSION, ACCEPTED));
  private long counted;
  private boolean resends = true;

  @Test
  void aMessageThatWasSentOnceAndToldHasNothingAgainstIt() {
    // Given
    answered(7, 1_200);
    tell(Kind.SENT, "7");
    tell(Kind.DELIVERED, "7");

    // Then
    assertThat(compare().violations()).isEmpty();
    assertThat(compare().waited(1)).isEqualTo(200);
  }

  @Test
  void aMessageThatIsNeitherSentNorToldAsFailedIsLost() {
    assertThat(kinds()).containsExactly(Violation.Kind.LOST);
  }

  @Test
  void aMessageWhoseFailureIsToldIsNotLost() {
    // Given
    fail("expired_before_submit");

    // Then
    assertThat(kinds()).isEmpty();
    assertThat(compare().failed()).containsExactly(Map.entry("expired_before_submit", 1L));
  }

  @Test
  void aSecondSmsAfterAnAnswerInTimeIsDoubled() {
    // Given
    answered(7, 1_200);
    answered(8, 9_000);
    counted = 1;
    tell(Kind.SENT, "8");
    tell(Kind.DELIVERED, "8");

    // Then
    assertThat(kinds()).contains(Violation.Kind.DOUBLED);
  }

  @Test
  void aSecondSmsAfterASubmitThatWasNeverAnsweredIsCountedAndAllowed() {
    // Given
    unanswered(7, 1_200);
    answered(8, 12_000);
    counted = 1;
    tell(Kind.SENT, "8");
    tell(Kind.DELIVERED, "8");

    // Then
    assertThat(kinds()).isEmpty();
    assertThat(compare().doubled()).isEqualTo(1);
    assertThat(compare().doubledInDoubt()).isEqualTo(1);
  }

  @Test
  void aSecondSmsIsAllowedIfTheProcessorWasKilledBeforeItCouldRecordTheFirst() {
    // Given
    answered(7, 1_200);
    troubles.add(Trouble.at(1_300));
    answered(8, 40_000);
    counted = 1;
    tell(Kind.SENT, "8");
    tell(Kind.DELIVERED, "8");

    // Then
    assertThat(kinds()).isEmpty();
  }

  @Test
  void aSecondSmsIsAllowedIfTheLinkWasCutAsTheFirstWasAnswered() {
    // Given
    answered(7, 1_200);
    linkEnds = Map.of("link", List.of(1_251L));
    answered(8, 40_000);
    counted = 1;
    tell(Kind.SENT, "8");
    tell(Kind.DELIVERED, "8");

    // Then
    assertThat(kinds()).isEmpty();
  }

  @Test
  void aSecondSmsIsDoubledWhateverHappenedIfTheFirstWasOnRecord() {
    // Given
    answered(7, 1_200);
    troubles.add(Trouble.at(1_300));
    answered(8, 40_000);
    counted = 1;
    tell(Kind.SENT, "7");
    tell(Kind.DELIVERED, "7");

    // Then
    assertThat(kinds()).contains(Violation.Kind.DOUBLED);
  }

  @Test
  void aSubmitThatWasHeldUpMayArriveAfterTheOneThatFollowedIt() {
    // Given
    answered(7, 20_000);
    answered(8, 40_000);
    counted = 1;
    tell(Kind.SENT, "7");
    tell(Kind.DELIVERED, "7");

    // Then
    assertThat(kinds()).contains(Violation.Kind.DOUBLED);

    // When
    troubles.add(new Trouble(1_000, 41_000));
    delays.add(new Trouble(39_000, 41_000));

    // Then
    assertThat(kinds()).isEmpty();

    // When
    tell(Kind.SENT, "8");

    // Then
    assertThat(kinds()).containsExactly(Violation.Kind.DOUBLED);
  }

  @Test
  void aSecondSmsIsForbiddenWhereTheSettingSaysSo() {
    // Given
    unanswered(7, 1_200);
    answered(8, 12_000);
    counted = 1;
    resends = false;
    tell(Kind.SENT, "8");
    tell(Kind.DELIVERED, "8");

    // Then
    assertThat(kinds()).containsExactly(Violation.Kind.DOUBLED_ALTHOUGH_FORBIDDEN);
  }

  @Test
  void anAmbiguousSubmitThatSandiHasNotCountedIsNamed() {
    // Given
    unanswered(7, 1_200);
    fail("ambiguous");

    // Then
    assertThat(kinds()).containsExactly(Violation.Kind.NOT_COUNTED);
  }

  @Test
  void anSmsThatNobodyWasAnswered201ForIsUnasked() {
    // Given
    answered(7, 1_200);
    orders = List.of();

    // Then
    assertThat(kinds()).containsExactly(Violation.Kind.UNASKED);
  }

  @Test
  void anSmsOfARequestWhoseAnswerWasNotHeardMayBe() {
    // Given
    answered(7, 1_200);
    orders = List.of();
    unheard = Set.of(NUMBER);

    // Then
    assertThat(kinds()).isEmpty();
  }

  @Test
  void anAcknowledgedSubmitWithoutAnEventIsNamed() {
    // Given
    answered(7, 1_200);

    // Then
    assertThat(kinds()).containsExactly(Violation.Kind.SENT_NOT_TOLD, Violation.Kind.NO_END);
  }

  @Test
  void anEventOfASubmitThatNeverWasIsNamed() {
    // Given
    tell(Kind.SENT, "9");
    tell(Kind.DELIVERED, "9");

    // Then
    assertThat(kinds()).contains(Violation.Kind.LOST, Violation.Kind.SENT_UNFOUNDED);
  }

  @Test
  void twoEventsOfOneSubmitAreNamedButNotTwoCopiesOfOneEvent() {
    // Given
    answered(7, 1_200);
    tell(Kind.SENT, "7");
    tell(Kind.DELIVERED, "7");
    told.add(told.get(0));

    // Then
    assertThat(kinds()).isEmpty();
    assertThat(compare().repeated()).isEqualTo(1);
    tell(Kind.SENT, "7");
    assertThat(kinds()).containsExactly(Violation.Kind.SENT_TOLD_TWICE);
  }

  @Test
  void aSentMessageWithoutAReportHasNoEnd() {
    // Given
    answered(7, 1_200);
    tell(Kind.SENT, "7");

    // Then
    assertThat(kinds()).containsExactly(Violation.Kind.NO_END);
  }

  @Test
  void aMessageInDoubtWhoseCodeWasVerifiedHasItsEndInThat() {
    // Given
    unanswered(7, 1_200);
    counted = 1;

    // Then
    assertThat(kinds()).containsExactly(Violation.Kind.NO_END);

    // When
    tell(Kind.VERIFIED, "7");

    // Then
    assertThat(kinds()).isEmpty();
  }

  @Test
  void aSecondSmsThatWasHeldUpOnItsWayStillFollowedTheOneInDoubt() {
    // Given
    unanswered(7, 1_200);
    answered(8, 40_000);
    delays.add(new Trouble(39_000, 41_000));
    tell(Kind.SENT, "8");
    tell(Kind.DELIVERED, "8");
    counted = 1;

    // Then
    assertThat(kinds()).isEmpty();
    assertThat(compare().doubledInDoubt()).isEqualTo(1);

    // When: the first was answered
    submits.clear();
    answered(7, 1_200);
    answered(8, 40_000);
    tell(Kind.SENT, "7");

    // Then: whichever left first, another one followed
    assertThat(kinds()).containsExactly(Violation.Kind.DOUBLED);
  }

  @Test
  void twoEndsAreOneTooMany() {
    // Given
    answered(7, 1_200);
    tell(Kind.SENT, "7");
    tell(Kind.DELIVERED, "7");
    tell(Kind.UNDELIVERED, null);

    // Then
    assertThat(kinds()).containsExactly(Violation.Kind.SEVERAL_ENDS);
  }

  @Test
  void aMessageThatIsToldAsSentAndAsFailedIsNamed() {
    // Given
    answered(7, 1_200);
    tell(Kind.SENT, "7");
    fail("ambiguous");

    // Then
    assertThat(kinds()).containsExactly(Violation.Kind.SEVERAL_ENDS);
  }

  private void answered(long id, long at) {
    submits.add(new Submit(id, NUMBER, at, true, "link", at + 50));
  }

  private void unanswered(long id, long at) {
    submits.add(new Submit(id, NUMBER, at, true, "link", null));
  }

  private void tell(Kind kind, String messageId) {
    told.add(new Told("e" + told.size(), kind, SESSION, messageId, null));
  }

  private void fail(String reason) {
    told.add(new Told("e" + told.size(), Kind.FAILED, SESSION, null, reason));
  }

  private List<Violation.Kind> kinds() {
    return compare().violations().stream().map(Violation::kind).toList();
  }

  private Findings compare() {
    return CompareLedgers.compare(
        new Evidence(orders, unheard, submits, linkEnds, troubles, delays, told, counted, resends));
  }
}
