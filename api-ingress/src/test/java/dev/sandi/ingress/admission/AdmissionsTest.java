package dev.sandi.ingress.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.ingress.app.Limits;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

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

  @BeforeEach
  void limit() {
    ingress.limit(app, Limits.DEFAULT);
  }

  @Test
  void keepsWhatARepeatedRequestTookWhenTheFirstIsGivenBackAfterwards() {
    // Given: the copy with the first one is cut off, and another has answered
    Decision.Ticket cutOff = admitted(candidate(KEY));
    time.advance(LEASE);
    Decision.Ticket repeated = admitted(candidate(KEY));
    settle(new Settlement.Done(repeated));

    // When
    settle(new Settlement.GivenBack(cutOff));

    // Then
    assertThat(repeated.session()).isEqualTo(cutOff.session());
    assertThat(ingress.used(app)).isEqualTo(1);
    assertThat(decide(candidate(null))).isInstanceOf(Decision.Limited.class);
    assertThat(decide(candidate(KEY))).isInstanceOf(Decision.Replayed.class);
  }

  @Test
  void leavesARepeatedRequestRunningWhenTheFirstIsGivenBackMeanwhile() {
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

    // Then
    assertThat(ingress.used(app)).isZero();
    assertThat(admitted(candidate(KEY)).session()).isEqualTo(cutOff.session());
    assertThat(ingress.used(app)).isEqualTo(1);
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
    List<Candidate> candidates = Stream.generate(() -> candidate(null)).limit(1200).toList();
    admissions
        .decide(candidates, List.of())
        .forEach(decision -> admission.giveBack(((Decision.Admitted) decision).ticket()));

    // When
    admission.stop();

    // Then
    assertThat(ingress.used(app)).isZero();
  }

  private Candidate free(String key) {
    Candidate counted =
        candidate(IdempotencyKey.of(key, "/v2/otp/send/sandbox", "{}".getBytes(UTF_8)));
    return new Candidate(
        counted.app(),
        counted.msisdn(),
        counted.id(),
        counted.session(),
        true,
        false,
        false,
        counted.key());
  }

  private Candidate candidate(@Nullable IdempotencyKey key) {
    Instant at = time.instant();
    return new Candidate(
        new AppId(app),
        PhoneNumber.of("6281234567890"),
        UuidV7.at(at),
        SessionId.at(at),
        false,
        false,
        false,
        key);
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
