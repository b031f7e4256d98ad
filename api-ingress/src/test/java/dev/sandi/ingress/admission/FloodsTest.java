package dev.sandi.ingress.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.app.Limits;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.testing.SettableClock;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.TimeLimit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app that goes on asking though it is over its rate. */
@RequiresInfrastructure
class FloodsTest {

  private static final int RATE = 3;

  private final Ingress ingress = Ingress.shared();
  private final SettableClock time =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Admission admission =
      new Admission(
          new Admissions(ingress.bean(QuickDatabase.class), time::instant, Duration.ofSeconds(5)),
          metrics,
          0);
  private final String app = ingress.customer().app();
  private int numbers;

  @BeforeEach
  void start() {
    ingress.limit(app, new Limits(RATE, List.of(), 100, 100));
    admission.start();
  }

  @AfterEach
  void stop() {
    admission.stop();
  }

  @Test
  void isRefusedWithoutAskingTheDatabaseOnceItWasRefusedOftenInASecond() {
    // Given
    flood();
    long asked = asked();

    // When
    List<Decision> refused = IntStream.range(0, 200).mapToObj(i -> decide(null)).toList();

    // Then
    assertThat(refused).allMatch(decision -> decision instanceof Decision.AppLimited);
    assertThat(asked()).isEqualTo(asked);
  }

  @Test
  void isAdmittedAgainAtTheMomentThatItsRefusalNamed() {
    // Given
    flood();
    time.advance(Duration.ofMillis(400));
    Decision.AppLimited refused = (Decision.AppLimited) decide(null);

    // When
    time.advance(refused.retryAfter().minusMillis(1));

    // Then
    assertThat(decide(null)).isInstanceOf(Decision.AppLimited.class);
    time.advance(Duration.ofMillis(1));
    assertThat(IntStream.range(0, RATE).mapToObj(i -> decide(null)))
        .allMatch(decision -> decision instanceof Decision.Admitted);
    assertThat(decide(null)).isInstanceOf(Decision.AppLimited.class);
  }

  @Test
  void isToldTheWaitOfTheNumberForTheFirstRefusalsOfEachSecond() {
    // Given
    flood();
    time.advance(Duration.ofSeconds(1));
    IntStream.range(0, RATE).forEach(i -> decide(null));

    // When
    List<Decision> told = IntStream.range(0, Floods.TOLD).mapToObj(i -> decide(null)).toList();

    // Then
    assertThat(told)
        .allSatisfy(decision -> assertThat(((Decision.AppLimited) decision).left()).isNotNull());
  }

  @Test
  void repeatsItsAnswersToKeysAllTheSame() {
    // Given
    IdempotencyKey key =
        IdempotencyKey.of("order-1", "/v2/otp/send", "{}".getBytes(StandardCharsets.US_ASCII));
    Decision.Admitted first = (Decision.Admitted) decide(key);
    admission.done(first);
    flood();

    // When
    Decision repeated = decide(key);

    // Then
    assertThat(repeated).isInstanceOf(Decision.Replayed.class);
  }

  @Test
  void takesNothingFromAnotherApp() {
    // Given
    flood();
    String other = ingress.customer().app();

    // When
    Decision decision = admission.decide(candidate(other, null)).join();

    // Then
    assertThat(decision).isInstanceOf(Decision.Admitted.class);
  }

  /** Until the database need not be asked any more. */
  private void flood() {
    for (int i = 0; i < RATE + Floods.TOLD; i++) {
      decide(null);
    }
  }

  private long asked() {
    return metrics.summary("sandi.ingress.admission.batch").count();
  }

  private Decision decide(@Nullable IdempotencyKey key) {
    return admission.decide(candidate(app, key)).join();
  }

  private Candidate candidate(String app, @Nullable IdempotencyKey key) {
    return new Candidate(
        new AppId(app),
        PhoneNumber.of("62812" + (100_000 + numbers++)),
        SessionId.at(time.instant()),
        false,
        false,
        false,
        false,
        key,
        new Listing(ChallengeName.DEFAULT, TimeLimit.DEFAULT, false, null, null));
  }
}
