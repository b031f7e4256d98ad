package dev.sandi.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What grows is told from what only swings. */
class CurveTest {

  @Test
  void findsHowMuchABacklogGrowsASecond() {
    // Given a backlog of 40 that grows by 3 a second from the tenth on
    Curve backlog = new Curve("backlog");
    for (int second = 0; second < 20; second++) {
      backlog.add(second, 40 + 3 * Math.max(0, second - 10) + (second % 2 == 0 ? 1 : -1));
    }

    // When
    double all = backlog.slopeFrom(0);
    double late = backlog.slopeFrom(10);

    // Then
    assertThat(late).isCloseTo(3, within(0.2));
    assertThat(all).isLessThan(late);
  }

  @Test
  void hasNoSlopeOfOnePoint() {
    // Given
    Curve backlog = new Curve("backlog");
    backlog.add(1, 7);

    // When Then
    assertThat(backlog.slopeFrom(0)).isZero();
  }

  @Test
  void isDrawnWithinItsFrame() {
    // Given
    Curve backlog = new Curve("backlog");
    backlog.add(0, 0);
    backlog.add(10, 1_500_000);

    // When
    String svg = Chart.overTime("on their way", List.of(backlog)).svg();

    // Then
    assertThat(svg).contains("M70.0 210.0L710.0 34.0", "1.5M", "10 s", "on their way");
  }
}
