package dev.sandi.bench.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttackShapeTest {

  private static final Map<String, List<Event.Ask>> ATTACKS = attacks();

  @ParameterizedTest
  @CsvSource({
    "walk ascending,1",
    "walk descending,-1",
    "walk by +2,2",
    "walk by +7,7",
    "walk among honest traffic,3",
    "walk over hours,1",
    "'walk, low and slow',1",
    "walk over apps of one owner,1"
  })
  void aWalkGoesOnByItsStride(String attack, long stride) {
    // When
    List<Long> numbers = numbers(attack);

    // Then
    assertThat(
            IntStream.range(1, numbers.size()).mapToLong(i -> numbers.get(i) - numbers.get(i - 1)))
        .containsOnly(stride);
    assertThat(numbers).hasSize(400);
  }

  @Test
  void aShuffledWalkAsksEachNumberOfItsBlockOnce() {
    // When
    List<Long> numbers = numbers("walk shuffled");

    // Then
    long first = numbers.stream().mapToLong(number -> number).min().orElseThrow();
    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(first, first + 400).boxed().toList());
    assertThat(numbers).isNotEqualTo(numbers.stream().sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pumping, one prefix", "pumping, prefix abroad", "pumping, low and slow"})
  void pumpingStaysWithinTheLastFourDigits(String attack) {
    // When
    List<Long> numbers = numbers(attack);

    // Then
    assertThat(numbers.stream().map(number -> number / 10_000).distinct()).hasSize(1);
    assertThat(numbers.stream().distinct().count()).isGreaterThan(numbers.size() * 9L / 10);
  }

  @Test
  void aVictimIsOneNumberAskedForByEachAppSeldom() {
    // When
    List<Event.Ask> asks = ATTACKS.get("one victim, many apps");

    // Then
    assertThat(asks.stream().map(Event::msisdn).distinct()).hasSize(1);
    Map<String, Long> byApp =
        asks.stream().collect(Collectors.groupingBy(Event.Ask::app, Collectors.counting()));
    assertThat(byApp).hasSize(40);
    assertThat(byApp.values()).allMatch(count -> count <= 10);
  }

  @Test
  void anOwnersAppsShareAWalkEvenly() {
    // When
    Map<String, Long> byApp =
        ATTACKS.get("walk over apps of one owner").stream()
            .collect(Collectors.groupingBy(Event.Ask::app, Collectors.counting()));

    // Then
    assertThat(byApp).hasSize(4);
    assertThat(byApp.values()).containsOnly(100L);
  }

  @ParameterizedTest
  @CsvSource({
    "'pumping, one prefix',2",
    "'pumping, low and slow',24",
    "'walk, low and slow',24",
    "walk over hours,7"
  })
  void anAttackTakesItsTime(String attack, long hours) {
    // When
    List<Event.Ask> asks = ATTACKS.get(attack);

    // Then
    Duration length = Duration.between(asks.get(0).at(), asks.get(asks.size() - 1).at());
    assertThat(length).isBetween(Duration.ofMinutes(58 * hours), Duration.ofHours(hours));
  }

  @Test
  void zeroWidthTextsHaveSuchCharactersAndPlainOnesDoNot() {
    assertThat(ATTACKS.get("zero-width characters"))
        .allMatch(ask -> ask.template().codePoints().anyMatch(AttackShapeTest::hasNoWidth));
    assertThat(ATTACKS.get("foreign link"))
        .noneMatch(ask -> ask.template().codePoints().anyMatch(AttackShapeTest::hasNoWidth));
  }

  private static boolean hasNoWidth(int codePoint) {
    return Character.getType(codePoint) == Character.FORMAT;
  }

  private static List<Long> numbers(String attack) {
    return ATTACKS.get(attack).stream().map(ask -> Long.valueOf(ask.msisdn())).toList();
  }

  private static Map<String, List<Event.Ask>> attacks() {
    List<Event.Ask> asks = new ArrayList<>();
    new Traffic(new Plan(7, Plan.MONDAY, 7, 1_000))
        .forEachRemaining(
            event -> {
              if (event instanceof Event.Ask ask && ask.origin().attack()) {
                asks.add(ask);
              }
            });
    return asks.stream().collect(Collectors.groupingBy(ask -> ask.origin().name()));
  }
}
