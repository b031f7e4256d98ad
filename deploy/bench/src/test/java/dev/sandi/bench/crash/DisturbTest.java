package dev.sandi.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sandi.bench.BenchmarkFailure;
import dev.sandi.bench.sending.RunClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DisturbTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final RunClock clock = new RunClock();

  @Test
  void aMishapIsBegunEndedAndWaitedFor() throws InterruptedException {
    // Given
    Disturb disturb = disturb(random -> new Recorded("here", 100, false));

    // When
    disturb.start();
    await().atMost(PATIENCE).until(() -> done.contains("over"));
    disturb.stop();

    // Then
    assertThat(done).startsWith("begun", "ended", "over");
    Disturbance disturbance = disturb.disturbances().get(0);
    assertThat(disturbance.place()).isEqualTo("here");
    assertThat(disturbance.lifted() - disturbance.time().from()).isGreaterThanOrEqualTo(100);
    assertThat(disturb.now()).isEmpty();
  }

  @Test
  void nothingElseHappensWhereAMishapIsNotOver() throws InterruptedException {
    // Given
    Disturb disturb = disturb(random -> new Recorded("here", 300, false));

    // When
    disturb.start();
    await().atMost(PATIENCE).until(() -> done.contains("over"));

    // Then
    assertThat(done).startsWith("begun", "ended", "over");
    disturb.stop();
  }

  @Test
  void whatGoesOnIsNamed() throws InterruptedException {
    // Given
    Disturb disturb = disturb(random -> new Recorded("here", 500, false));

    // When
    disturb.start();

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(disturb.now()).containsExactly("here recorded"));
    disturb.stop();
  }

  @Test
  void aMishapThatFailsIsTold() {
    // Given
    Disturb disturb = disturb(random -> new Recorded("here", 0, true));

    // When
    disturb.start();
    await().atMost(PATIENCE).until(() -> done.contains("begun"));

    // Then
    assertThatThrownBy(disturb::stop)
        .isInstanceOf(BenchmarkFailure.class)
        .hasMessage("here, recorded, does not come back: it cannot");
  }

  @Test
  void aSeedTellsWhatHappens() {
    // Given
    KillParts kills = new KillParts(List.of(new BrokerPart(Path.of("unused"))));

    // Then
    assertThat(drawn(kills, 7)).isEqualTo(drawn(kills, 7)).isNotEqualTo(drawn(kills, 8));
  }

  private static List<String> drawn(Mishaps mishaps, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> mishaps.draw(random))
        .limit(20)
        .map(one -> one.place() + one.what() + one.length())
        .toList();
  }

  private Disturb disturb(Mishaps mishaps) {
    return new Disturb(Map.of(Means.KILLS, mishaps), clock, 20, 40, 1);
  }

  private final class Recorded implements Mishap {

    private final String place;
    private final long length;
    private final boolean fails;

    Recorded(String place, long length, boolean fails) {
      this.place = place;
      this.length = length;
      this.fails = fails;
    }

    @Override
    public String place() {
      return place;
    }

    @Override
    public String what() {
      return "recorded";
    }

    @Override
    public Impact impact() {
      return Impact.NONE;
    }

    @Override
    public void begin() {
      done.add("begun");
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void end() {
      if (fails) {
        throw new IllegalStateException("it cannot");
      }
      done.add("ended");
    }

    @Override
    public boolean isOver() {
      done.add("over");
      return true;
    }
  }
}
