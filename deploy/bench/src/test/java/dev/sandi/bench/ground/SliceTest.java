package dev.sandi.bench.ground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.bench.traffic.Event;
import dev.sandi.bench.traffic.Plan;
import dev.sandi.bench.traffic.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceTest {

  private static final Instant START = Plan.MONDAY;

  @Test
  void aSliceEndsAtItsLastEventAndIsNoLongerThanAsked() {
    // When
    List<Slice> slices = cut(guesses(0, 5, 10, 11, 30), Duration.ofSeconds(10), 99);

    // Then
    assertThat(slices).extracting(slice -> slice.guesses().size()).containsExactly(3, 1, 1);
    assertThat(slices)
        .extracting(Slice::end)
        .containsExactly(START.plusSeconds(10), START.plusSeconds(11), START.plusSeconds(30));
  }

  @Test
  void nothingOfAWeekIsLostOrMoved() {
    // Given
    Plan plan = new Plan(3, START, 2, 100);
    List<Event> events = new ArrayList<>();
    new Traffic(plan).forEachRemaining(events::add);

    // When
    List<Slice> slices = cut(new Traffic(plan), Duration.ofSeconds(60), 10);

    // Then
    assertThat(slices.stream().flatMap(slice -> slice.asks().stream()))
        .containsExactlyElementsOf(only(Event.Ask.class, events));
    assertThat(slices.stream().flatMap(slice -> slice.guesses().stream()))
        .containsExactlyElementsOf(only(Event.Guess.class, events));
    assertThat(slices).allMatch(slice -> slice.asks().size() <= 10);
  }

  private static <E extends Event> List<E> only(Class<E> type, List<Event> events) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static Iterator<Event> guesses(int... seconds) {
    return IntStream.of(seconds)
        .<Event>mapToObj(s -> new Event.Guess(START.plusSeconds(s), "app", "628123456789", s, true))
        .iterator();
  }

  private static List<Slice> cut(Iterator<Event> events, Duration length, int most) {
    List<Slice> slices = new ArrayList<>();
    new Slice.Cutter(events, length, most).forEachRemaining(slices::add);
    return slices;
  }
}
