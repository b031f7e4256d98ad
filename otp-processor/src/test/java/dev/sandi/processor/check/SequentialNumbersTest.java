package dev.sandi.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequentialNumbersTest {

  private static final long FIRST = 6281234567000L;

  private final SequentialNumbers check = new SequentialNumbers();
  private final Traffic traffic = new Traffic();

  @ParameterizedTest
  @ValueSource(longs = {1, -1, 2, 7, -7})
  void aWalkIsRefusedFromItsEighthNumberOn(long stride) {
    // Given
    LongStream.range(0, 200).forEach(n -> traffic.ask("shop", FIRST + n * stride));

    // When
    List<Integer> refused = traffic.refusedBy(check);

    // Then
    assertThat(refused).containsExactlyElementsOf(IntStream.range(7, 200).boxed().toList());
  }

  @Test
  void aShuffledWalkBetweenHonestRequestsIsRefused() {
    // Given
    List<Long> walk = new ArrayList<>(LongStream.range(FIRST, FIRST + 500).boxed().toList());
    Random random = new Random(7);
    Collections.shuffle(walk, random);
    List<Integer> honest = new ArrayList<>();
    for (long number : walk) {
      traffic.ask("shop", number);
      honest.add(traffic.ask("shop", 6280000000000L + random.nextLong(999_999_999L)));
    }

    // When
    List<Integer> refused = traffic.refusedBy(check);

    // Then: a shuffled walk has no eight in a window until about a sixth of it is seen
    assertThat(refused).doesNotContainAnyElementsOf(honest).hasSizeGreaterThan(350);
  }

  @Test
  void aWalkThatTakesItsTimeIsRefused() {
    // Given
    traffic.step(Duration.ofMinutes(2));
    LongStream.range(0, 100).forEach(n -> traffic.ask("shop", FIRST + n));

    // When
    List<Integer> refused = traffic.refusedBy(check);

    // Then
    assertThat(refused).containsExactlyElementsOf(IntStream.range(19, 100).boxed().toList());
  }

  @Test
  void aWalkOverSeveralAppsOfOneOwnerIsRefused() {
    // Given
    LongStream.range(0, 30).forEach(n -> traffic.ask("shop-" + n % 3, "group", FIRST + n));

    // When
    List<Integer> refused = traffic.refusedBy(check);

    // Then
    assertThat(refused).containsExactlyElementsOf(IntStream.range(7, 30).boxed().toList());
  }

  @Test
  void appsOfDifferentOwnersDoNotAddUp() {
    // Given
    LongStream.range(0, 30).forEach(n -> traffic.ask("app-" + n % 5, FIRST + n));

    // When
    List<Integer> refused = traffic.refusedBy(check);

    // Then
    assertThat(refused).isEmpty();
  }

  @Test
  void neighboursByChanceAndResendsPass() {
    // Given
    Random random = new Random(3);
    for (int n = 0; n < 3000; n++) {
      long number = 6281000000000L + random.nextLong(100_000_000L);
      traffic.ask("shop", number);
      if (n % 10 == 0) {
        traffic.ask("shop", number + 1);
        traffic.ask("shop", number);
      }
    }

    // When
    List<Integer> refused = traffic.refusedBy(check);

    // Then
    assertThat(refused).isEmpty();
  }

  @Test
  void aCompanyThatEntersItsCodesIsNoWalk() {
    // Given
    traffic.step(Duration.ofSeconds(30));
    LongStream.range(0, 40)
        .forEach(n -> traffic.askAndVerify("shop", FIRST + n, Duration.ofSeconds(20)));
    LongStream.range(40, 47).forEach(n -> traffic.ask("shop", FIRST + n));

    // When
    List<Integer> refused = traffic.refusedBy(check);

    // Then
    assertThat(refused).isEmpty();
  }

  @Test
  void numbersThatWereVerifiedAreNoCoverForThoseThatWereNot() {
    // Given
    LongStream.range(0, 30)
        .forEach(n -> traffic.askAndVerify("shop", FIRST + 2 * n, Duration.ZERO));
    LongStream.range(0, 10).forEach(n -> traffic.ask("shop", FIRST + 2 * n + 1));

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(7, 8, 9);
    assertThat(refusals.get(7).evidence()).containsEntry("distinct", 8);
  }

  @Test
  void aVerificationCountsForTheRequestsThatCameAfterIt() {
    // Given: requests that waited while their neighbours' codes were verified
    LongStream.range(0, 7)
        .forEach(n -> traffic.askAndVerify("shop", FIRST + n, Duration.ofMinutes(1)));
    int waited = traffic.ask("shop", FIRST + 7);
    traffic.wait(Duration.ofMinutes(1));
    traffic.ask("shop", FIRST + 8);

    // When
    List<Integer> refused = traffic.refusedBy(check);

    // Then
    assertThat(refused).containsExactly(waited);
  }

  @Test
  void whoEnteredACodeIsNotRefusedForAWalkBeside() {
    // Given
    traffic.askAndVerify("shop", FIRST + 3, Duration.ZERO);
    LongStream.range(10, 17).forEach(n -> traffic.ask("shop", FIRST + n));
    traffic.wait(Duration.ofMinutes(1));
    int walker = traffic.ask("shop", FIRST + 17);
    traffic.ask("shop", FIRST + 3);

    // When
    List<Integer> refused = traffic.refusedBy(check);

    // Then
    assertThat(refused).containsExactly(walker);
  }

  @Test
  void aNumberThatWasVerifiedForAnotherOwnerCounts() {
    // Given
    LongStream.range(0, 7)
        .forEach(
            n -> {
              traffic.askAndVerify("other", FIRST + n, Duration.ZERO);
              traffic.ask("shop", FIRST + n);
            });
    int eighth = traffic.ask("shop", FIRST + 7);

    // When
    List<Integer> refused = traffic.refusedBy(check);

    // Then
    assertThat(refused).containsExactly(eighth);
  }

  @Test
  void whatIsLongAgoDoesNotCount() {
    // Given
    LongStream.range(0, 7).forEach(n -> traffic.ask("shop", FIRST + n));
    traffic.wait(Duration.ofMinutes(10));
    traffic.ask("shop", FIRST + 7);

    // When
    List<Integer> refused = traffic.refusedBy(check);

    // Then
    assertThat(refused).isEmpty();
  }

  @Test
  void aWalkInTheSandboxIsNoneOutsideOfIt() {
    // Given: seven of each, and an eighth in the sandbox alone
    for (long n = 0; n < 7; n++) {
      traffic.sandbox(true);
      traffic.ask("shop", FIRST + 2 * n);
      traffic.sandbox(false);
      traffic.ask("shop", FIRST + 2 * n + 1);
    }
    traffic.sandbox(true);
    int eighth = traffic.ask("shop", FIRST + 14);

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(eighth);
    assertThat(refusals.get(eighth).evidence()).containsEntry("distinct", 8);
    assertThat(refusals.get(eighth).evidence().get("neighbours"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactly("628123456****");
  }

  @Test
  void theEvidenceSaysWhatWasSeenAndMasksIt() {
    // Given
    LongStream.range(0, 8).forEach(n -> traffic.ask("shop", FIRST + n));

    // When
    Check.Refusal refusal = traffic.refusals(check).get(7);

    // Then
    assertThat(refusal.reason()).isEqualTo("sequential_numbers");
    assertThat(refusal.evidence())
        .containsEntry("distinct", 8)
        .containsEntry("window", 50)
        .containsEntry("minutes", 10L);
    assertThat(refusal.evidence().get("neighbours"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactly("628123456****");
    assertThat(refusal.closings())
        .containsExactly(
            new Check.Closing(
                "6281234567", true, new dev.sandi.value.AppId("shop"), Duration.ofHours(12)));
  }

  @Test
  void neighboursOnBothSidesOfTenThousandAreToldWithoutTheirLastFourDigits() {
    // Given
    LongStream.range(-4, 4).forEach(n -> traffic.ask("shop", 6281234560000L + n));

    // When
    Check.Refusal refusal = traffic.refusals(check).get(7);

    // Then
    assertThat(refusal.evidence().get("neighbours"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactly("628123455****", "628123456****");
  }

  @Test
  void shortNumbersAreRefusedButCloseNoCountry() {
    // Given
    LongStream.range(0, 8).forEach(n -> traffic.ask("shop", 62810 + n));

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(7);
    assertThat(refusals.get(7).closings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"628123400, false", "6281234000, true"})
  void aPrefixOfSevenDigitsIsTheShortestThatIsClosed(long first, boolean closed) {
    // Given
    LongStream.range(0, 8).forEach(n -> traffic.ask("shop", first + n));

    // When
    Check.Refusal refusal = traffic.refusals(check).get(7);

    // Then
    assertThat(refusal.closings().isEmpty()).isNotEqualTo(closed);
  }

  @Test
  void theAppsOwnSettingsHold() {
    // Given
    traffic.settings(
        Map.of("sequential", Map.of("distinct", 3, "window", 5, "minutes", 1, "block_hours", 0)));
    LongStream.range(0, 3).forEach(n -> traffic.ask("shop", FIRST + n));
    LongStream.range(0, 3).forEach(n -> traffic.ask("shop", FIRST + 100 + n * 3));

    // When
    Map<Integer, Check.Refusal> refusals = traffic.refusals(check);

    // Then
    assertThat(refusals).containsOnlyKeys(2);
    assertThat(refusals.get(2).closings()).isEmpty();
  }
}
