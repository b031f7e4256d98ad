package dev.sandi.ingress.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTest {

  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final String NUMBER = "6281234567890";
  private static final Decision.Allowance LEFT = new Decision.Allowance(1, 2, 3);

  private final Round round = new Round(LEASE);

  @Test
  void asksAboutTheFirstOfThoseThatHaveANumberOrAKeyInCommon() {
    // When
    boolean first = round.add(of(NUMBER, "order-1", "{}"));
    boolean sameNumber = round.add(of(NUMBER, null, ""));
    boolean sameKey = round.add(of("6281234567891", "order-1", "{}"));
    boolean other = round.add(of("6281234567892", "order-2", "{}"));
    boolean otherApp = round.add(of("other", NUMBER, false, "order-1", "{}"));

    // Then
    assertThat(List.of(first, other, otherApp)).containsOnly(true);
    assertThat(List.of(sameNumber, sameKey)).containsOnly(false);
    assertThat(round.asked()).hasSize(3);
  }

  @Test
  void asksAboutAKeyWhoseFirstRequestItDidNotAskAbout() {
    // Given
    round.add(of(NUMBER, null, ""));
    round.add(of(NUMBER, "order-1", "{}"));

    // When
    boolean sameKey = round.add(of("6281234567891", "order-1", "{}"));

    // Then
    assertThat(sameKey).isTrue();
  }

  @Test
  void asksAboutAllThatAreFree() {
    // When
    boolean first = round.add(of("app", NUMBER, true, null, ""));
    boolean second = round.add(of("app", NUMBER, true, null, ""));

    // Then
    assertThat(first && second).isTrue();
  }

  @Test
  void refusesWhoFollowsOneThatWasRefusedForItsNumber() {
    // Given
    round.add(of(NUMBER, null, ""));
    Candidate follower = of(NUMBER, null, "");
    Decision limited = new Decision.Limited(Duration.ofSeconds(30), LEFT);
    Decision used = new Decision.QuotaUsed(LEFT);

    // When, Then
    assertThat(follow(follower, limited)).contains(limited);
    assertThat(follow(follower, used)).contains(used);
  }

  @Test
  void asksAgainAboutWhoFollowsOneThatWasSent() {
    // Given
    Candidate sent = of(NUMBER, null, "");
    round.add(sent);

    // When, Then
    assertThat(follow(of(NUMBER, null, ""), admitted(sent))).isEmpty();
  }

  @Test
  void asksAgainAboutAKeyThatFollowsARefusalForItMayHaveBeenAnsweredBefore() {
    // Given
    round.add(of(NUMBER, null, ""));

    // When, Then
    assertThat(follow(of(NUMBER, "order-1", "{}"), new Decision.QuotaUsed(LEFT))).isEmpty();
  }

  @Test
  void tellsTheSameKeyThatItIsRunningOrStandsForAnotherBody() {
    // Given
    Candidate first = of(NUMBER, "order-1", "{}");
    round.add(first);

    // When, Then
    assertThat(follow(of(NUMBER, "order-1", "{}"), admitted(first)))
        .contains(new Decision.Running(LEASE));
    assertThat(follow(of(NUMBER, "order-1", "{ }"), admitted(first)))
        .contains(new Decision.KeyReused());
  }

  @Test
  void replaysToTheSameKeyWhatIsReplayedToTheFirst() {
    // Given
    Candidate first = of(NUMBER, "order-1", "{}");
    round.add(first);
    Candidate follower = of(NUMBER, "order-1", "{}");
    Decision.Ticket ticket = ticket(first);

    // When
    Optional<Decision> decision = follow(follower, new Decision.Replayed(ticket));

    // Then
    assertThat(decision).contains(new Decision.Replayed(ticket.of(follower)));
    assertThat(follow(of(NUMBER, "order-1", "{ }"), new Decision.Replayed(ticket))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesARepetitionForWhatItsFirstWasRefusedFor(
      Decision refusal, boolean blocked, boolean unfit) {
    // Given
    round.add(refused(blocked, unfit, "{}"));

    // When, Then: a storm of them costs one row, and none is left for the next round
    assertThat(follow(refused(blocked, unfit, "{}"), refusal)).contains(refusal);
    assertThat(follow(refused(blocked, unfit, "{ }"), refusal)).isEmpty();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(new Decision.Unfit(), false, true),
        Arguments.of(new Decision.Blocked(), true, false),
        Arguments.of(new Decision.KeyReused(), false, false),
        Arguments.of(new Decision.QuotaUsed(LEFT), false, false),
        Arguments.of(new Decision.AppLimited(Duration.ofSeconds(1), LEFT), false, false),
        Arguments.of(new Decision.Limited(Duration.ofSeconds(30), LEFT), false, false));
  }

  @Test
  void asksAgainAboutARepetitionThatIsFitByNow() {
    // Given: its template was made meanwhile
    round.add(refused(false, true, "{}"));

    // When, Then
    assertThat(follow(of(NUMBER, "order-1", "{}"), new Decision.Unfit())).isEmpty();
  }

  private static Candidate refused(boolean blocked, boolean unfit, String body) {
    Candidate any = of(NUMBER, "order-1", body);
    return new Candidate(
        any.app(),
        any.msisdn(),
        any.session(),
        false,
        blocked,
        unfit,
        false,
        any.key(),
        any.listing());
  }

  @Test
  void asksAgainAboutWhoFollowsOneThatTheDatabaseCouldNotTake() {
    // Given
    round.add(of(NUMBER, "order-1", "{}"));

    // When, Then
    assertThat(round.follow(of(NUMBER, "order-1", "{}"), List.of(Optional.empty()))).isEmpty();
  }

  private Optional<Decision> follow(Candidate candidate, Decision first) {
    return round.follow(candidate, List.of(Optional.of(first)));
  }

  private static Decision admitted(Candidate candidate) {
    return new Decision.Admitted(ticket(candidate), LEFT, new Place(candidate.session(), 1));
  }

  private static Decision.Ticket ticket(Candidate candidate) {
    return new Decision.Ticket(
        candidate, candidate.session(), candidate.session(), 1, false, null, false);
  }

  private static Candidate of(String msisdn, @Nullable String key, String body) {
    return of("app", msisdn, false, key, body);
  }

  private static Candidate of(
      String app, String msisdn, boolean free, @Nullable String key, String body) {
    return new Candidate(
        new AppId(app),
        PhoneNumber.of(msisdn),
        SessionId.at(Instant.EPOCH),
        free,
        false,
        false,
        false,
        key == null ? null : IdempotencyKey.of(key, "/v2/otp/send", body.getBytes(UTF_8)),
        new Listing(ChallengeName.DEFAULT, TimeLimit.DEFAULT, false, null, null));
  }
}
