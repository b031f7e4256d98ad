package dev.sandi.ingress.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.app.Limits;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.ingress.testing.Ingress;
import dev.sandi.testing.Infrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Limits and quota against a simple model of them, over random histories of two apps. */
class AdmissionProperties {

  private static final List<String> NUMBERS = List.of("6281234500001", "6281234500002", "12345");

  /** Partitions are made for three days ahead. */
  private static final Duration LONGEST = Duration.ofHours(60);

  private static final Duration SECOND = Duration.ofSeconds(1);

  private Instant now = Instant.EPOCH;

  /** One thing that happens. */
  sealed interface Step {
    record Ask(List<Integer> whom) implements Step {}

    record Pass(Duration time) implements Step {}

    record GiveBack(int which) implements Step {}
  }

  record Rules(Limits limits, @Nullable Long quota) {}

  private record App(AppId id, ReferenceLimits model, List<Decision.Ticket> tickets) {}

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void decidesAsTheModelDoes(
      @ForAll("rules") Rules first,
      @ForAll("rules") Rules second,
      @ForAll("histories") List<Step> history) {
    Assumptions.assumeTrue(Infrastructure.isAvailable());
    // Given
    now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Ingress ingress = Ingress.shared();
    Admissions admissions =
        new Admissions(ingress.bean(QuickDatabase.class), () -> now, Duration.ofSeconds(5));
    List<App> apps = List.of(app(ingress, first), app(ingress, second));
    Instant end = now.plus(LONGEST);

    // When
    for (Step step : history) {
      if (step instanceof Step.Pass pass && now.plus(pass.time()).isBefore(end)) {
        now = now.plus(pass.time());
      } else if (step instanceof Step.Ask ask) {
        askAll(admissions, apps, ask.whom());
      } else if (step instanceof Step.GiveBack back) {
        giveBack(admissions, apps, back.which());
      }
    }

    // Then
    for (App app : apps) {
      assertThat(
              ingress
                  .jdbc()
                  .queryForObject(
                      "select used from usage where app_id = ?", Long.class, app.id().value()))
          .isEqualTo(app.model().used());
    }
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void admitsAfterExactlyTheTimeThatItNamesAndNotBefore(
      @ForAll("rules") Rules rules, @ForAll("histories") List<Step> history) {
    Assumptions.assumeTrue(Infrastructure.isAvailable());
    // Given
    now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Ingress ingress = Ingress.shared();
    Admissions admissions =
        new Admissions(ingress.bean(QuickDatabase.class), () -> now, Duration.ofSeconds(5));
    App app = app(ingress, new Rules(rules.limits(), null));
    Instant end = now.plus(LONGEST.minusHours(25));

    for (Step step : history) {
      if (step instanceof Step.Pass pass && now.plus(pass.time()).isBefore(end)) {
        now = now.plus(pass.time());
      } else if (step instanceof Step.Ask ask) {
        String msisdn = NUMBERS.get(ask.whom().get(0) % NUMBERS.size());
        Decision decision = admissions.decide(List.of(candidate(app, msisdn)), List.of()).get(0);
        Duration wait = waitOf(decision);
        if (wait != null && now.plus(wait).isBefore(end.plusSeconds(90_000))) {
          // When
          Instant refusedAt = now;
          boolean byApp = decision instanceof Decision.AppLimited;
          if (byApp || wait.compareTo(SECOND) > 0) {
            now = refusedAt.plus(wait).minusMillis(1);
            Decision early = admissions.decide(List.of(candidate(app, msisdn)), List.of()).get(0);
            assertThat(early).hasSameClassAs(decision);
            now = refusedAt.plus(wait);
          } else {
            // The header has whole seconds, and after one there is always room in the app's rate.
            now = refusedAt.plus(SECOND);
          }
          Decision inTime = admissions.decide(List.of(candidate(app, msisdn)), List.of()).get(0);

          // Then
          assertThat(inTime).isInstanceOf(Decision.Admitted.class);
        }
      }
    }
  }

  /** Round by round, as {@link Admission} does; the model is asked in the same order. */
  private void askAll(Admissions admissions, List<App> apps, List<Integer> whom) {
    record Asked(App app, Candidate candidate) {}
    List<Asked> left =
        whom.stream()
            .map(
                one -> {
                  App app = apps.get(one % apps.size());
                  return new Asked(
                      app, candidate(app, NUMBERS.get(one / apps.size() % NUMBERS.size())));
                })
            .toList();
    while (!left.isEmpty()) {
      Round round = new Round(admissions.lease());
      List<Asked> asked = new ArrayList<>();
      List<Asked> followers = new ArrayList<>();
      left.forEach(one -> (round.add(one.candidate()) ? asked : followers).add(one));
      List<Decision> decisions = admissions.decide(round.asked(), List.of());
      for (int i = 0; i < asked.size(); i++) {
        follow(asked.get(i).app(), asked.get(i).candidate(), decisions.get(i));
      }
      List<Asked> later = new ArrayList<>();
      for (Asked one : followers) {
        round
            .follow(one.candidate(), decisions.stream().map(Optional::of).toList())
            .ifPresentOrElse(
                decision -> follow(one.app(), one.candidate(), decision), () -> later.add(one));
      }
      left = later;
    }
  }

  private void follow(App app, Candidate candidate, Decision decision) {
    matches(
        decision,
        app.model().decide(candidate.session().value(), candidate.msisdn().digits(), now));
    if (decision instanceof Decision.Admitted admitted) {
      app.tickets().add(admitted.ticket());
    }
  }

  private static void matches(Decision decision, ReferenceLimits.Expected expected) {
    if (decision instanceof Decision.Admitted admitted) {
      assertThat(expected.isAdmitted()).isTrue();
      assertThat(admitted.left().hour()).isEqualTo(expected.hourLeft());
      assertThat(admitted.left().day()).isEqualTo(expected.dayLeft());
    } else if (waitOf(decision) != null) {
      assertThat(waitOf(decision)).isEqualTo(expected.retryAfter());
    } else {
      assertThat(decision).isInstanceOf(Decision.QuotaUsed.class);
      assertThat(expected.isAdmitted()).isFalse();
      assertThat(expected.retryAfter()).isNull();
    }
  }

  private static @Nullable Duration waitOf(Decision decision) {
    if (decision instanceof Decision.Limited limited) {
      return limited.retryAfter();
    }
    return decision instanceof Decision.AppLimited limited ? limited.retryAfter() : null;
  }

  private void giveBack(Admissions admissions, List<App> apps, int which) {
    App app = apps.get(which % apps.size());
    if (app.tickets().isEmpty()) {
      return;
    }
    Decision.Ticket ticket = app.tickets().get(which % app.tickets().size());
    app.model().giveBack(ticket.session().value());
    admissions.decide(List.of(), List.of(new Settlement.GivenBack(ticket)));
  }

  private Candidate candidate(App app, String msisdn) {
    return new Candidate(
        app.id(),
        PhoneNumber.of(msisdn),
        SessionId.at(now),
        false,
        false,
        false,
        false,
        null,
        new Listing(ChallengeName.DEFAULT, TimeLimit.DEFAULT, false, null, null));
  }

  private static App app(Ingress ingress, Rules rules) {
    AppId id = new AppId(ingress.customer().app());
    ingress.limit(id.value(), rules.limits());
    ingress.jdbc().update("update usage set quota = ? where app_id = ?", rules.quota(), id.value());
    return new App(id, new ReferenceLimits(rules.limits(), rules.quota()), new ArrayList<>());
  }

  @Provide
  Arbitrary<Rules> rules() {
    Arbitrary<List<Duration>> waits =
        Arbitraries.of(
            List.of(),
            List.of(Duration.ofSeconds(10)),
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30)));
    Arbitrary<Limits> limits =
        Combinators.combine(
                Arbitraries.integers().between(1, 5),
                waits,
                Arbitraries.integers().between(1, 5),
                Arbitraries.integers().between(1, 8))
            .as(Limits::new);
    return Combinators.combine(limits, Arbitraries.longs().between(0, 12).injectNull(0.5))
        .as(Rules::new);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Step> asks =
        Arbitraries.integers().between(0, 5).list().ofMinSize(1).ofMaxSize(8).map(Step.Ask::new);
    Arbitrary<Step> passes =
        Arbitraries.of(1, 999, 1000, 1001, 5000, 10_000, 30_000, 1_800_000, 3_600_000, 43_200_000)
            .map(millis -> new Step.Pass(Duration.ofMillis(millis)));
    Arbitrary<Step> backs = Arbitraries.integers().between(0, 20).map(Step.GiveBack::new);
    return Arbitraries.frequencyOf(Tuple.of(5, asks), Tuple.of(4, passes), Tuple.of(1, backs))
        .list()
        .ofMinSize(5)
        .ofMaxSize(30);
  }
}
