package dev.sandi.bench.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SmsTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrafficTest {

  private static final Plan WEEK = new Plan(1, Plan.MONDAY, 7, 5_000);

  private static final List<Event> EVENTS = all(WEEK);

  @Test
  void theSameSeedGivesTheSameEvents() {
    assertThat(all(WEEK)).isEqualTo(EVENTS);
  }

  @Test
  void anotherSeedGivesOtherNumbers() {
    // When
    List<Event> others = all(new Plan(2, Plan.MONDAY, 7, 5_000));

    // Then
    assertThat(numbers(others)).doesNotContainAnyElementsOf(numbers(EVENTS).subList(0, 1_000));
  }

  @Test
  void eventsComeInTheOrderOfTheirTime() {
    assertThat(EVENTS).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(EVENTS.get(0).at()).isAfter(WEEK.start());
    assertThat(EVENTS.get(EVENTS.size() - 1).at())
        .isBefore(WEEK.end().plus(Duration.ofMinutes(30)));
  }

  @Test
  void onlyWhatIsUnderWayIsHeld() {
    // Given
    Traffic traffic = new Traffic(new Plan(1, Plan.MONDAY, 3, 20_000));
    int most = 0;

    // When
    while (traffic.hasNext()) {
      traffic.next();
      most = Math.max(most, traffic.held());
    }

    // Then
    assertThat(most).isLessThan(1_500);
  }

  @Test
  void honestRequestsAreAboutAsManyAsAskedFor() {
    assertThat(honest()).hasSizeBetween(33_000, 39_000);
  }

  @Test
  void everyRequestIsOneThatTheIngressWouldAccept() {
    for (Event.Ask ask : asks()) {
      assertThat(new PhoneNumber(ask.msisdn()).digits()).hasSizeBetween(10, 14);
      assertThat(new SmsTemplate(ask.template()).segments(6)).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void everyBehaviourAndEveryAttackIsThere() {
    // When
    Set<String> names = asks().stream().map(ask -> ask.origin().name()).collect(Collectors.toSet());

    // Then
    assertThat(names)
        .containsAll(Traffic.attacks())
        .contains(
            "everyday",
            "resend",
            "mistyped number",
            "family",
            "company",
            "onboarding",
            "onboarding at once",
            "campaign abroad",
            "promo at night");
    assertThat(names).hasSize(Traffic.attacks().size() + 9);
  }

  @Test
  void sevenToNineOfTenEpisodesAreVerified() {
    // Given
    Set<Long> asked = honest().stream().map(Event.Ask::episode).collect(Collectors.toSet());
    Set<Long> verified = verified();

    // When
    double share = (double) asked.stream().filter(verified::contains).count() / asked.size();

    // Then
    assertThat(share).isBetween(0.70, 0.90);
  }

  @Test
  void hardlyAnyAttackIsVerified() {
    // Given
    Set<Long> verified = verified();

    // When
    List<Event.Ask> attacks = asks().stream().filter(ask -> ask.origin().attack()).toList();

    // Then
    assertThat(attacks).hasSizeGreaterThan(5_000);
    assertThat(attacks.stream().filter(ask -> verified.contains(ask.episode())).count())
        .isLessThan(attacks.size() / 50);
  }

  @Test
  void anEpisodeIsOfOneNumberAtOneApp() {
    // Given
    Map<Long, String> episodes = new HashMap<>();

    for (Event event : EVENTS) {
      // When
      String whose = event.app() + " " + event.msisdn();
      String before = episodes.putIfAbsent(event.episode(), whose);

      // Then
      assertThat(before).isIn(null, whose);
    }
  }

  @Test
  void whoAsksAgainWaitsAsLongAsTheIngressDemands() {
    // Given
    Map<Long, List<Instant>> episodes = new HashMap<>();
    honest()
        .forEach(
            ask -> episodes.computeIfAbsent(ask.episode(), e -> new ArrayList<>()).add(ask.at()));

    // When
    List<List<Instant>> resent =
        episodes.values().stream().filter(times -> times.size() > 1).toList();

    // Then
    assertThat(resent).hasSizeGreaterThan(1_000);
    for (List<Instant> times : resent) {
      assertThat(Duration.between(times.get(0), times.get(1)).toSeconds()).isBetween(30L, 60L);
      assertThat(times).hasSizeLessThanOrEqualTo(3);
      if (times.size() == 3) {
        assertThat(Duration.between(times.get(1), times.get(2)).toSeconds()).isBetween(60L, 120L);
      }
    }
  }

  @Test
  void nobodyWithACodeOfTheAppsOwnAsksAgain() {
    // Given
    Set<Long> own = new HashSet<>();

    for (Event.Ask ask : asks()) {
      // When
      boolean known = !own.add(ask.episode());

      // Then
      assertThat(ask.ownCode() && known).isFalse();
    }
  }

  @Test
  void aBusyHourHasManyTimesTheRequestsOfAQuietOne() {
    // When
    Map<Integer, Long> byHour =
        honest().stream()
            .filter(ask -> ask.app().equals("wallet"))
            .collect(
                Collectors.groupingBy(
                    ask -> ask.at().atZone(java.time.ZoneId.of("Asia/Jakarta")).getHour(),
                    Collectors.counting()));

    // Then
    assertThat(byHour.get(20)).isGreaterThan(5 * byHour.get(3));
  }

  private List<Event.Ask> asks() {
    return EVENTS.stream().filter(Event.Ask.class::isInstance).map(Event.Ask.class::cast).toList();
  }

  private List<Event.Ask> honest() {
    return asks().stream().filter(ask -> !ask.origin().attack()).toList();
  }

  private Set<Long> verified() {
    return EVENTS.stream()
        .filter(Event.Guess.class::isInstance)
        .map(Event.Guess.class::cast)
        .filter(Event.Guess::right)
        .map(Event.Guess::episode)
        .collect(Collectors.toSet());
  }

  private static List<String> numbers(List<Event> events) {
    return events.stream().map(Event::msisdn).distinct().toList();
  }

  private static List<Event> all(Plan plan) {
    List<Event> events = new ArrayList<>();
    new Traffic(plan).forEachRemaining(events::add);
    return events;
  }
}
