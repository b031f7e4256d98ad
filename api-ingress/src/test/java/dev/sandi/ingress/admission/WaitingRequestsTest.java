package dev.sandi.ingress.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.ingress.admission.WaitingRequests.One;
import dev.sandi.ingress.admission.WaitingRequests.Taken;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WaitingRequestsTest {

  private static final int MOST = 500;

  private final WaitingRequests waiting = new WaitingRequests();

  @Test
  void decideAboutAnAppThatCameLastWithTheFirstOfOneThatFloods() {
    // Given
    add("flood", 0, 2_000);
    add("other", 0, 1);

    // When
    Taken first = take();

    // Then
    assertThat(first.asked()).hasSize(MOST);
    assertThat(numbersOf("other", first.asked())).containsExactly(0L);
    assertThat(numbersOf("flood", first.asked())).isEqualTo(upTo(MOST - 1));
  }

  @Test
  void shareABatchAmongAllWhoWouldFillIt() {
    // Given
    add("first", 0, 2_000);
    add("second", 0, 2_000);

    // When
    List<One> asked = take().asked();

    // Then
    assertThat(numbersOf("first", asked)).isEqualTo(upTo(MOST / 2));
    assertThat(numbersOf("second", asked)).isEqualTo(upTo(MOST / 2));
  }

  @Test
  void putWhatARoundCouldNotTellBackInItsOldOrder() {
    // Given: one is asked about, and two follow
    IntStream.range(0, 3).forEach(i -> add("app", 0, 1));
    add("app", 1, 3);
    List<One> followers = take().followers();

    // When
    add("app", 4, 1);
    waiting.defer(followers);

    // Then
    assertThat(followers).hasSize(2);
    assertThat(numbersOf("app", take().asked())).containsExactly(0L, 4L);
    assertThat(waiting.isEmpty()).isTrue();
  }

  @Test
  void askAboutWhatIsBehindAStormOnOneNumber() {
    // Given
    IntStream.range(0, 1_200).forEach(i -> add("app", 0, 1));
    add("app", 1, 1);

    // When
    int rounds = 0;
    boolean isAsked = false;
    while (!isAsked) {
      Taken taken = take();
      waiting.defer(taken.followers());
      isAsked = numbersOf("app", taken.asked()).contains(1L);
      rounds++;
    }

    // Then
    assertThat(rounds).isEqualTo(3);
  }

  @Test
  void askAboutWhatIsBehindAStormAsSoonWhileAnotherAppWouldFillEachRound() {
    // Given
    IntStream.range(0, 1_200).forEach(i -> add("app", 0, 1));
    add("app", 1, 1);
    add("other", 0, 10 * MOST);

    // When
    List<Taken> rounds = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rounds.add(take());
      waiting.defer(rounds.get(i).followers());
    }

    // Then
    assertThat(rounds).extracting(taken -> taken.asked().size()).containsOnly(MOST);
    assertThat(rounds).anyMatch(taken -> numbersOf("app", taken.asked()).contains(1L));
  }

  @Property(tries = 100)
  void areAllDecidedAboutOnceAndThoseOfAnAppInTheirOrder(
      @ForAll @Size(max = 60) List<@IntRange(max = 4) Integer> apps,
      @ForAll @IntRange(min = 1, max = 8) int most) {
    // Given
    WaitingRequests all = new WaitingRequests();
    List<One> taken = new ArrayList<>();

    // When: each number comes twice in a row, and may be deferred
    for (int i = 0; i < apps.size(); i++) {
      for (int twice = 0; twice < 2; twice++) {
        var unused = all.add(candidate("app-" + apps.get(i), i), () -> true);
      }
      if (i % 7 == 0) {
        takeInto(taken, all, most);
      }
    }
    while (!all.isEmpty()) {
      takeInto(taken, all, most);
    }

    // Then
    assertThat(all.size()).isZero();
    assertThat(taken).hasSize(2 * apps.size()).doesNotHaveDuplicates();
    Map<AppId, List<Long>> byApp =
        taken.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.candidate().app(),
                    Collectors.mapping(WaitingRequestsTest::number, Collectors.toList())));
    assertThat(byApp.values())
        .allSatisfy(numbers -> assertThat(numbers.stream().distinct().toList()).isSorted());
  }

  private static void takeInto(List<One> taken, WaitingRequests all, int most) {
    Taken round = all.take(new Round(Duration.ofSeconds(5)), most);
    assertThat(round.asked().size()).isLessThanOrEqualTo(most);
    taken.addAll(round.asked());
    all.defer(round.followers());
  }

  private Taken take() {
    return waiting.take(new Round(Duration.ofSeconds(5)), MOST);
  }

  private void add(String app, int first, int count) {
    for (int i = first; i < first + count; i++) {
      var unused = waiting.add(candidate(app, i), () -> true);
    }
  }

  private static List<Long> upTo(int end) {
    return IntStream.range(0, end).mapToObj(Long::valueOf).toList();
  }

  private static List<Long> numbersOf(String app, List<One> ones) {
    return ones.stream()
        .filter(one -> one.candidate().app().equals(new AppId(app)))
        .map(WaitingRequestsTest::number)
        .toList();
  }

  private static long number(One one) {
    return Long.parseLong(one.candidate().msisdn().digits().substring(2));
  }

  private static Candidate candidate(String app, int number) {
    return new Candidate(
        new AppId(app),
        PhoneNumber.of("62%08d".formatted(number)),
        SessionId.at(Instant.EPOCH),
        false,
        false,
        false,
        false,
        null,
        new Listing(ChallengeName.DEFAULT, TimeLimit.DEFAULT, false, null, null));
  }
}
