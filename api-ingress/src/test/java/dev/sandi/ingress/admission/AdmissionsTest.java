package dev.sandi.ingress.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sandi.ingress.app.Limits;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.ingress.testing.Told;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.TimeLimit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/** What the store makes of settlements and batches that come late, or of copies taken for dead. */
@RequiresInfrastructure
class AdmissionsTest {

  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final IdempotencyKey KEY =
      IdempotencyKey.of("order-1", "/v2/otp/send", "{}".getBytes(UTF_8));

  private final Ingress ingress = Ingress.shared();
  private final SettableClock time =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  private final Admissions admissions =
      new Admissions(ingress.bean(QuickDatabase.class), time::instant, LEASE);
  private final String app = ingress.customer().app();
  private int numbers;

  @BeforeEach
  void limit() {
    ingress.limit(app, Limits.DEFAULT);
  }

  @Test
  void keepsWhatARepeatedRequestTookWhenTheFirstIsGivenBackAfterwards() {
    // Given: the copy with the first one is cut off, and another has answered
    Decision.Ticket cutOff = admitted(candidate(KEY));
    time.advance(LEASE);
    Decision.Admitted repeated = (Decision.Admitted) decide(candidate(KEY));
    settle(new Settlement.Done(repeated));

    // When
    settle(new Settlement.GivenBack(cutOff));

    // Then
    assertThat(repeated.ticket().session()).isEqualTo(cutOff.session());
    assertThat(ingress.used(app)).isEqualTo(1);
    assertThat(decide(candidate(null))).isInstanceOf(Decision.Limited.class);
    assertThat(decide(candidate(KEY))).isInstanceOf(Decision.Replayed.class);
  }

  @Test
  void givesNothingBackOfWhatWasTakenOverAndMayHaveBeenAnswered() {
    // Given
    Decision.Ticket cutOff = admitted(candidate(KEY));
    time.advance(LEASE);
    Decision.Ticket repeated = admitted(candidate(KEY));

    // When
    settle(new Settlement.GivenBack(cutOff));

    // Then
    assertThat(decide(candidate(KEY))).isInstanceOf(Decision.Running.class);

    // When
    settle(new Settlement.GivenBack(repeated));

    // Then: whoever is next has it at once
    Decision.Ticket next = admitted(candidate(KEY));
    assertThat(next.session()).isEqualTo(cutOff.session());
    assertThat(next.at()).isEqualTo(cutOff.at());
    assertThat(next.tries()).isEqualTo(1);
    assertThat(ingress.used(app)).isEqualTo(1);
  }

  @Test
  void givesNothingBackOfWhatWasHeardOfThoughItsPublisherThinksThatItFailed() {
    // Given
    Decision.Ticket first = admitted(candidate(KEY));
    ingress.jdbc().update("update requests set state = 'sent' where app_id = ?", app);

    // When
    settle(new Settlement.GivenBack(first));

    // Then
    Decision again = decide(candidate(KEY));
    assertThat(again).isInstanceOf(Decision.Replayed.class);
    assertThat(ticket(again).attempt()).isEqualTo(first.attempt());
    assertThat(ingress.used(app)).isEqualTo(1);
    assertThat(listed()).containsExactly(first.session().value());
  }

  @Test
  void keepsTheTimesOfAnAttemptThatWasGivenBackAndWasPublishedAfterAll() {
    // Given
    Decision.Ticket first = admitted(candidate(KEY));
    settle(new Settlement.GivenBack(first));
    hearOf(first);
    time.advance(Duration.ofHours(1));

    // When
    Decision.Ticket again = admitted(candidate(KEY));

    // Then: whenever its code ends, or has ended, that is what is told
    assertThat(again.session()).isEqualTo(first.session());
    assertThat(again.at()).isEqualTo(first.at());
    assertThat(ingress.used(app)).isEqualTo(1);

    // When: that is not published, and given back
    settle(new Settlement.GivenBack(again));
    Decision atLast = decide(candidate(KEY));

    // Then
    assertThat(atLast).isInstanceOf(Decision.Replayed.class);
    assertThat(ticket(atLast).at()).isEqualTo(first.at());
    assertThat(ingress.used(app)).isEqualTo(1);
  }

  @Test
  void repeatsNoTimesThatMayBeOnNoTopicThoughItsSessionWasHeardOf() {
    // Given: an attempt whose publisher thinks that it failed, and another whose copy died
    Decision.Ticket first = admitted(candidate(KEY));
    settle(new Settlement.GivenBack(first));
    time.advance(Duration.ofSeconds(TimeLimit.DEFAULT.seconds()));
    Decision.Ticket unpublished = admitted(candidate(KEY));
    hearOf(first);

    // When
    Decision meanwhile = decide(candidate(KEY));
    time.advance(LEASE);
    Decision later = decide(candidate(KEY));

    // Then: they are published before they are told
    assertThat(meanwhile).isInstanceOf(Decision.Running.class);
    assertThat(later).isInstanceOf(Decision.Admitted.class);
    assertThat(ticket(later).session()).isEqualTo(first.session());
    assertThat(ticket(later).at()).isEqualTo(unpublished.at()).isAfter(first.at());
    assertThat(ingress.used(app)).isEqualTo(1);
  }

  @Test
  void keepsTheTimesOfWhatWasGivenBackAsLongAsHalfIsLeftAndGivesItBackAgain() {
    // Given: it may have been published all the same
    Decision.Ticket first = admitted(candidate(KEY));
    settle(new Settlement.GivenBack(first));
    time.advance(Duration.ofSeconds(TimeLimit.DEFAULT.seconds() / 2));

    // When
    Decision.Ticket second = admitted(candidate(KEY));

    // Then
    assertThat(second.at()).isEqualTo(first.at());
    assertThat(second.isRepeated()).isFalse();
    assertThat(ingress.used(app)).isEqualTo(1);

    // When
    settle(new Settlement.GivenBack(second));
    time.advance(Duration.ofMillis(1));

    // Then
    assertThat(ingress.used(app)).isZero();
    assertThat(listed()).isEmpty();
    Decision.Ticket third = admitted(candidate(KEY));
    assertThat(third.session()).isEqualTo(first.session());
    assertThat(third.at()).isAfter(first.at());
    assertThat(third.tries()).isEqualTo(1);
  }

  @Test
  void givesBackInTheOrderInWhichProgressIsListedSoThatNeitherWaitsForTheOtherForEver() {
    // Given: what lists progress has the first of two rows
    Decision.Ticket first = admitted(candidate("6281234567890", null));
    time.advance(Duration.ofMillis(1));
    Decision.Ticket second = admitted(candidate("6281234567891", null));
    String lock = "select 1 from requests where app_id = ? and id = ? for update nowait";
    TransactionTemplate listing = ingress.bean(TransactionTemplate.class);
    AtomicReference<CompletableFuture<Void>> givenBack = new AtomicReference<>();

    // When
    listing.executeWithoutResult(
        status -> {
          ingress.jdbc().queryForList(lock, app, first.session().value());
          givenBack.set(
              CompletableFuture.runAsync(
                  () -> settle(new Settlement.GivenBack(second), new Settlement.GivenBack(first))));
          await().until(this::somebodyWaitsForARow);

          // Then: it may have the other one, too
          ingress.jdbc().queryForList(lock, app, second.session().value());
        });
    givenBack.get().join();
    assertThat(listed()).isEmpty();
  }

  private boolean somebodyWaitsForARow() {
    return ingress
            .jdbc()
            .queryForList(
                "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and query like '%admit%'")
            .size()
        > 0;
  }

  @Test
  void leavesWhatABatchTookOverThatWasGivenUpToTheNextAtOnce() {
    // Given
    Decision.Ticket died = admitted(candidate(KEY));
    time.advance(LEASE);
    Candidate unanswered = candidate(KEY);
    admitted(unanswered);

    // When
    settle(new Settlement.GivenUp(unanswered));

    // Then
    Decision.Ticket next = admitted(candidate(KEY));
    assertThat(next.session()).isEqualTo(died.session());
    assertThat(next.at()).isEqualTo(died.at());
    assertThat(ingress.used(app)).isEqualTo(1);
  }

  /** What its publisher did not hear: the processor has it. */
  private void hearOf(Decision.Ticket ticket) {
    Told told = Told.about(ticket.session(), app);
    ingress.tell(told.sent());
    await()
        .until(
            () ->
                !ingress
                    .jdbc()
                    .queryForList(
                        "select 1 from requests where id = ? and state = 'sent'",
                        Integer.class,
                        ticket.session().value())
                    .isEmpty());
  }

  @Test
  void takesNobodyForAnsweredBecauseSomebodyLookedAgainInTwoBatches() {
    // Given
    ingress.limit(app, new Limits(100, List.of(), 100, 100));
    admitted(candidate(KEY));
    Candidate looking = candidate(KEY);
    List<Decision> first =
        admissions.decide(
            List.of(looking, candidate("6281234567891", key("order-2", "{}"))), List.of());
    settle(done(first.get(1)));

    // When
    Candidate unpublished = candidate("6281234567892", key("order-3", "{}"));
    admissions.decide(List.of(looking.again(), unpublished), List.of());

    // Then
    assertThat(decide(candidate("6281234567892", key("order-3", "{}"))))
        .isInstanceOf(Decision.Running.class);
  }

  @Test
  void repeatsTheAnswersOfABatchAsEachOfItIsPublished() {
    // Given
    List<Candidate> batch = batch("order-1", "order-2", "order-3", "order-4");
    List<Decision> first = admissions.decide(batch, List.of());

    // When: one is published late, one is not
    settle(done(first.get(1)), done(first.get(3)));
    List<Decision> meanwhile = again(batch);
    settle(done(first.get(0)), new Settlement.GivenBack(ticket(first.get(2))));
    List<Decision> atLast = again(batch);

    // Then
    assertThat(meanwhile.get(0)).isInstanceOf(Decision.Running.class);
    assertThat(meanwhile.get(1)).isInstanceOf(Decision.Replayed.class);
    assertThat(meanwhile.get(2)).isInstanceOf(Decision.Running.class);
    assertThat(meanwhile.get(3)).isInstanceOf(Decision.Replayed.class);
    assertThat(List.of(atLast.get(0), atLast.get(1), atLast.get(3)))
        .allSatisfy(decision -> assertThat(decision).isInstanceOf(Decision.Replayed.class));
    assertThat(atLast.get(2)).isInstanceOf(Decision.Admitted.class);
    assertThat(atLast)
        .extracting(decision -> ticket(decision).session())
        .isEqualTo(first.stream().map(decision -> ticket(decision).session()).toList());
    assertThat(ticket(atLast.get(0)).attempt()).isEqualTo(ticket(first.get(0)).attempt());
    assertThat(ingress.used(app)).isEqualTo(4);
  }

  @Test
  void decidesAboutEachOfABatchOfAllKinds() {
    // Given
    ingress.limit(app, new Limits(100, List.of(Duration.ofSeconds(30)), 5, 10));
    Decision.Ticket known = admitted(candidate("6281234567800", null));
    Decision answered = decide(candidate("6281234567801", KEY));
    Decision other = decide(candidate("6281234567802", key("order-5", "{}")));
    settle(done(answered), done(other));
    String narrow = ingress.customer().app();
    ingress.limit(narrow, new Limits(1, List.of(), 5, 10));

    // When
    List<Candidate> batch =
        List.of(
            candidate("6281234567890", null),
            candidate(known.candidate().msisdn().digits(), null),
            candidate("6281234567801", KEY),
            candidate("6281234567891", key("order-2", "{}")),
            free("order-3"),
            of(narrow, candidate("6281234567892", null)),
            of(narrow, candidate("6281234567893", key("order-4", "{}"))),
            candidate("6281234567894", key("order-5", "another")),
            candidate("6281234567895", null));
    List<Decision> decisions = admissions.decide(batch, List.of());

    // Then
    assertThat(decisions)
        .map(Decision::getClass)
        .map(Class::getSimpleName)
        .containsExactly(
            "Admitted",
            "Limited",
            "Replayed",
            "Admitted",
            "Admitted",
            "Admitted",
            "AppLimited",
            "KeyReused",
            "Admitted");
    assertThat(decisions)
        .filteredOn(Decision.Admitted.class::isInstance)
        .allSatisfy(
            decision -> {
              Decision.Admitted admitted = (Decision.Admitted) decision;
              int number = decisions.indexOf(decision) + 1;
              assertThat(admitted.place()).isEqualTo(new Place(batch.get(0).session(), number));
              assertThat(admitted.ticket().candidate()).isEqualTo(batch.get(number - 1));
              assertThat(admitted.ticket().tries()).isEqualTo(1);
            });
    assertThat(ingress.used(app)).isEqualTo(6);
    assertThat(ingress.used(narrow)).isEqualTo(1);
    assertThat(listed())
        .containsExactlyInAnyOrder(
            known.session().value(),
            ticket(answered).session().value(),
            ticket(other).session().value(),
            batch.get(0).session().value(),
            batch.get(3).session().value(),
            batch.get(4).session().value(),
            batch.get(8).session().value());

    // When
    settle(done(decisions.get(3)));

    // Then
    assertThat(ticket(decide(candidate("6281234567891", key("order-2", "{}")))).attempt())
        .isEqualTo(batch.get(3).session());
  }

  @Test
  void notesWhatWasPublishedAsOftenAsItIsTold() {
    // Given: nobody knows whether the database had it the first time
    Decision first = decide(candidate(KEY));
    settle(done(first));

    // When
    settle(done(first));

    // Then
    assertThat(ticket(decide(candidate(KEY))).attempt()).isEqualTo(ticket(first).attempt());
  }

  @Test
  void passesOverANoteOfADayThatIsGone() {
    // Given
    Decision.Admitted first = (Decision.Admitted) decide(candidate(KEY));
    Place longAgo = new Place(SessionId.at(time.instant().minus(Duration.ofDays(4))), 1);

    // When
    settle(
        new Settlement.Done(new Decision.Admitted(first.ticket(), first.left(), longAgo)),
        done(first));

    // Then
    assertThat(decide(candidate(KEY))).isInstanceOf(Decision.Replayed.class);
  }

  @Test
  void repeatsTheAnswerOfWhoeverTookTheSessionOverAndNotThatOfACopyThatComesLate() {
    // Given
    Decision cutOff = decide(candidate(KEY));
    time.advance(LEASE);
    Decision repeated = decide(candidate(KEY));

    // When
    settle(done(cutOff));
    Decision meanwhile = decide(candidate(KEY));
    settle(done(repeated));
    Decision atLast = decide(candidate(KEY));

    // Then
    assertThat(meanwhile).isInstanceOf(Decision.Running.class);
    assertThat(atLast).isInstanceOf(Decision.Replayed.class);
    assertThat(ticket(atLast).attempt()).isEqualTo(ticket(repeated).attempt());
    assertThat(ticket(atLast).session()).isEqualTo(ticket(cutOff).session());
  }

  @Test
  void keepsTheAnswersThatWereNotedKeyByKeyBefore() {
    // Given
    Decision first = decide(candidate(KEY));
    ingress
        .jdbc()
        .update(
            "update idempotency set state = 'done', batch = null, number = null where app_id = ?",
            app);

    // When
    Decision again = decide(candidate(KEY));

    // Then
    assertThat(again).isInstanceOf(Decision.Replayed.class);
    assertThat(ticket(again).attempt()).isEqualTo(ticket(first).attempt());
  }

  @Test
  void refusesABatchThatArrivesAfterItWasGivenUp() {
    // Given: nobody knows whether the database has it
    Candidate delayed = candidate(KEY);
    settle(new Settlement.GivenUp(delayed));

    // When
    assertThatThrownBy(() -> admissions.decide(List.of(delayed), List.of()))
        .isInstanceOf(DataAccessException.class);

    // Then
    assertThat(ingress.used(app)).isZero();
    Decision.Ticket next = admitted(candidate(KEY));
    assertThat(next.session()).isNotEqualTo(delayed.session());
    assertThat(next.tries()).isEqualTo(1);
  }

  @Test
  void givesBackABatchThatArrivedBeforeItWasGivenUp() {
    // Given
    Candidate unanswered = candidate(KEY);
    Decision.Ticket lost = admitted(unanswered);

    // When
    settle(new Settlement.GivenUp(unanswered));
    settle(new Settlement.GivenUp(unanswered));

    // Then
    assertThat(ingress.used(app)).isZero();
    assertThat(admitted(candidate(KEY)).session()).isEqualTo(lost.session());
    assertThat(ingress.used(app)).isEqualTo(1);
  }

  @Test
  void holdsARateOfMoreThanAHundredASecondInAnySecond() {
    // Given
    ingress.limit(app, new Limits(200, List.of(), 1000, 1000));
    List<Instant> sent = new ArrayList<>();

    // When: 250 a second, one by one
    for (int i = 0; i < 500; i++) {
      if (decide(candidate("62812" + (100_000 + i), null)) instanceof Decision.Admitted) {
        sent.add(time.instant());
      }
      time.advance(Duration.ofMillis(4));
    }

    // Then
    for (int i = 200; i < sent.size(); i++) {
      assertThat(Duration.between(sent.get(i - 200), sent.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
    assertThat(sent).hasSizeBetween(390, 400);
  }

  @Test
  void admitsNoMoreInASecondThatTheClockGivesTwice() {
    // Given
    ingress.limit(app, new Limits(2, List.of(), 1000, 1000));
    admitted(candidate("6281234567890", null));

    // When
    time.advance(Duration.ofMillis(-500));
    admitted(candidate("6281234567891", null));
    Decision third = decide(candidate("6281234567892", null));

    // Then
    assertThat(third).isInstanceOf(Decision.AppLimited.class);
    time.advance(((Decision.AppLimited) third).retryAfter());
    assertThat(decide(candidate("6281234567892", null))).isInstanceOf(Decision.Admitted.class);
  }

  @Test
  void namesTheFirstMomentThoughFewerSendsInTheHourMeanAShorterWait() {
    // Given: the third send may follow a minute after the second, or 30 s once the first is an hour
    // old
    admitted(candidate(null));
    time.advance(Duration.ofMinutes(59).plusSeconds(10));
    admitted(candidate(null));

    // When
    Decision.Limited limited = (Decision.Limited) decide(candidate(null));

    // Then
    assertThat(limited.retryAfter()).isEqualTo(Duration.ofSeconds(50));
    time.advance(limited.retryAfter().minusMillis(1));
    assertThat(decide(candidate(null))).isInstanceOf(Decision.Limited.class);
    time.advance(Duration.ofMillis(1));
    assertThat(admitted(candidate(null)).tries()).isEqualTo(2);
  }

  @Test
  void countsNoTriesOfWhatIsFreeWhateverElseIsInItsBatch() {
    // When
    List<Decision> decisions =
        admissions.decide(List.of(free("order-1"), free("order-2"), free("order-3")), List.of());

    // Then
    assertThat(decisions)
        .map(decision -> ((Decision.Admitted) decision).ticket().tries())
        .containsExactly(1, 1, 1);
  }

  @Test
  void settlesAllThatWaitsWhenItStops() {
    // Given: more than a batch
    Admission admission = new Admission(admissions, new SimpleMeterRegistry(), 0);
    ingress.limit(app, new Limits(2000, List.of(), 2000, 2000));
    List<Candidate> candidates =
        IntStream.range(0, 1200).mapToObj(i -> candidate("62812" + (100_000 + i), null)).toList();
    admissions
        .decide(candidates, List.of())
        .forEach(decision -> admission.giveBack(((Decision.Admitted) decision).ticket()));

    // When
    admission.stop();

    // Then
    assertThat(ingress.used(app)).isZero();
  }

  @Test
  void passesOverARequestThatTheDatabaseCannotTakeAndAdmitsTheOthers() {
    // Given: no check knows of a character that Postgres has no place for
    Admission admission = new Admission(admissions, new SimpleMeterRegistry(), 0);
    ingress.limit(app, new Limits(100, List.of(), 100, 100));
    List<CompletableFuture<Decision>> decisions =
        Stream.of("curl/8", "curl/8", "cu\0rl", "curl/8", "curl/8")
            .map(agent -> admission.decide(calledBy(agent)))
            .toList();

    // When
    admission.stop();

    // Then
    assertThat(decisions.get(2)).isCompletedExceptionally();
    assertThat(decisions)
        .filteredOn(decision -> !decision.isCompletedExceptionally())
        .hasSize(4)
        .allMatch(decision -> decision.join() instanceof Decision.Admitted);
    assertThat(ingress.used(app)).isEqualTo(4);
  }

  @Test
  void refusesUnseenWhatHasWaitedTooLongForItsAnswerToComeInTime() {
    // Given
    Admission admission = new Admission(admissions, new SimpleMeterRegistry(), 0);
    ingress.limit(app, new Limits(100, List.of(), 100, 100));
    CompletableFuture<Decision> late = admission.decide(calledBy("curl/8"), () -> false);
    CompletableFuture<Decision> inTime = admission.decide(calledBy("curl/8"), () -> true);

    // When
    admission.stop();

    // Then
    assertThatThrownBy(late::join).hasCauseInstanceOf(Refusal.class);
    assertThat(inTime.join()).isInstanceOf(Decision.Admitted.class);
    assertThat(ingress.used(app)).isEqualTo(1);
    assertThat(listed()).hasSize(1);
  }

  @Test
  void listsWhatItAdmitsUntilThatIsGivenBack() {
    // Given
    Decision.Ticket kept = admitted(candidate("6281234567890", null));
    Decision.Ticket back = admitted(candidate("6281234567891", KEY));

    // When
    settle(new Settlement.GivenBack(back));

    // Then
    assertThat(listed()).containsExactly(kept.session().value());

    // When
    Decision.Ticket again = admitted(candidate("6281234567891", KEY));

    // Then
    assertThat(again.session()).isEqualTo(back.session());
    assertThat(listed()).containsExactlyInAnyOrder(kept.session().value(), back.session().value());
  }

  private List<UUID> listed() {
    return ingress.jdbc().queryForList("select id from requests where app_id = ?", UUID.class, app);
  }

  private Candidate calledBy(String userAgent) {
    Candidate any = candidate("62812" + (100_000 + numbers++), null);
    return new Candidate(
        any.app(),
        any.msisdn(),
        any.session(),
        false,
        false,
        false,
        false,
        null,
        new Listing(ChallengeName.DEFAULT, TimeLimit.DEFAULT, false, null, userAgent));
  }

  private List<Candidate> batch(String... keys) {
    ingress.limit(app, new Limits(100, List.of(), 100, 100));
    return Stream.of(keys)
        .map(key -> candidate("62812" + (100_000 + numbers++), key(key, "{}")))
        .toList();
  }

  private static IdempotencyKey key(String key, String body) {
    return IdempotencyKey.of(key, "/v2/otp/send", body.getBytes(UTF_8));
  }

  private static Candidate of(String app, Candidate any) {
    return new Candidate(
        new AppId(app),
        any.msisdn(),
        any.session(),
        false,
        false,
        false,
        false,
        any.key(),
        any.listing());
  }

  /** The same in another order. */
  private List<Decision> again(List<Candidate> batch) {
    List<Decision> decisions = new ArrayList<>();
    for (int i = batch.size() - 1; i >= 0; i--) {
      Candidate one = batch.get(i);
      decisions.add(0, decide(candidate(one.msisdn().digits(), one.key())));
    }
    return decisions;
  }

  private static Settlement done(Decision decision) {
    return new Settlement.Done((Decision.Admitted) decision);
  }

  private static Decision.Ticket ticket(Decision decision) {
    return decision instanceof Decision.Replayed replayed
        ? replayed.ticket()
        : ((Decision.Admitted) decision).ticket();
  }

  private Candidate free(String key) {
    Candidate counted =
        candidate(IdempotencyKey.of(key, "/v2/otp/send/sandbox", "{}".getBytes(UTF_8)));
    return new Candidate(
        counted.app(),
        counted.msisdn(),
        counted.session(),
        true,
        false,
        false,
        false,
        counted.key(),
        counted.listing());
  }

  private Candidate candidate(@Nullable IdempotencyKey key) {
    return candidate("6281234567890", key);
  }

  private Candidate candidate(String msisdn, @Nullable IdempotencyKey key) {
    Instant at = time.instant();
    return new Candidate(
        new AppId(app),
        PhoneNumber.of(msisdn),
        SessionId.at(at),
        false,
        false,
        false,
        false,
        key,
        new Listing(ChallengeName.DEFAULT, TimeLimit.DEFAULT, false, null, null));
  }

  private Decision decide(Candidate candidate) {
    return admissions.decide(List.of(candidate), List.of()).get(0);
  }

  private Decision.Ticket admitted(Candidate candidate) {
    return ((Decision.Admitted) decide(candidate)).ticket();
  }

  private void settle(Settlement... settled) {
    admissions.decide(List.of(), Stream.of(settled).toList());
  }
}
