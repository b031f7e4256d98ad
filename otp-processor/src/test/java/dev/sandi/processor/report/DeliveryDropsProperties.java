package dev.sandi.processor.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.report.DeliveryDrops.Minute;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

class DeliveryDropsProperties {

  private static final String GATEWAY = "north";
  private static final Duration MEMORY = Duration.ofHours(1);

  private DeliveryDrops drops;
  private List<Minute> minutes;
  private Instant now;

  @BeforeTry
  void begin() {
    drops = new DeliveryDrops(20, MEMORY);
    minutes = new ArrayList<>();
    now = Instant.parse("2026-11-26T10:00:00Z");
  }

  /** Minutes pass, each with so many messages, of which a share arrives. */
  private Set<String> pass(int count, String country, int messages, double share) {
    Set<String> dropped = Set.of();
    for (int n = 0; n < count; n++) {
      now = now.plus(1, ChronoUnit.MINUTES);
      if (messages > 0) {
        minutes.add(new Minute(GATEWAY, country, now, messages, Math.round(messages * share)));
      }
      minutes.removeIf(minute -> minute.minute().isBefore(now.minus(MEMORY)));
      dropped = drops.judge(minutes, now);
    }
    return dropped;
  }

  @Property(tries = 200)
  void aGatewayThatLosesAllIsFoundOutByTwentyMessages(
      @ForAll @IntRange(min = 2, max = 5_000) int perMinute,
      @ForAll @DoubleRange(min = 0.7, max = 1) double usual) {
    // Given
    assertThat(pass(60, "ID", perMinute, usual)).isEmpty();

    // When
    int toSend = (20 + perMinute - 1) / perMinute;
    Set<String> dropped = pass(toSend, "ID", perMinute, 0);

    // Then
    assertThat(dropped).containsExactly(GATEWAY);
  }

  @Property(tries = 200)
  void aGatewayThatDeliversAsUsualIsNotFoundOut(
      @ForAll @IntRange(min = 20, max = 5_000) int perMinute,
      @ForAll @IntRange(min = 20, max = 5_000) int later,
      @ForAll @DoubleRange(min = 0, max = 1) double usual) {
    assertThat(pass(60, "ID", perMinute, usual)).isEmpty();
    assertThat(pass(30, "ID", later, usual)).isEmpty();
  }

  @Property(tries = 100)
  void aGatewayThatReportsNothingOrLateIsNeverFoundOut(
      @ForAll @IntRange(min = 20, max = 5_000) int perMinute,
      @ForAll @DoubleRange(min = 0, max = 0.25) double early) {
    assertThat(pass(60, "ID", perMinute, early)).isEmpty();
    assertThat(pass(30, "ID", perMinute, 0)).isEmpty();
  }

  @Example
  void moreMessagesToWhereFewArriveAreNoFaultOfTheGateway() {
    // Given
    pass(30, "ID", 50, 0.95);
    pass(30, "XX", 50, 0.1);

    // Then
    assertThat(pass(10, "XX", 500, 0.1)).isEmpty();
    assertThat(pass(10, "YY", 500, 0)).as("unknown there").isEmpty();
  }

  @Example
  void aGatewayThatLosesHalfIsNotGivenUp() {
    pass(60, "ID", 1_000, 0.95);

    assertThat(pass(20, "ID", 1_000, 0.5)).isEmpty();
  }

  @Example
  void threeMessagesThatArriveShowThatItIsBack() {
    // Given
    pass(60, "ID", 100, 0.95);
    assertThat(pass(3, "ID", 100, 0)).containsExactly(GATEWAY);
    assertThat(pass(5, "ID", 1, 0)).containsExactly(GATEWAY);

    // When
    assertThat(pass(1, "ID", 1, 1)).containsExactly(GATEWAY);
    assertThat(pass(2, "ID", 1, 1)).isEmpty();

    // Then: and what was before is forgotten
    assertThat(pass(10, "ID", 100, 0.95)).isEmpty();
  }

  @Example
  void itStaysAwayForHoursIfWhatTriesItNeverArrives() {
    pass(60, "ID", 100, 0.95);
    pass(2, "ID", 100, 0);

    assertThat(pass(300, "ID", 1, 0)).containsExactly(GATEWAY);
  }

  @Example
  void itIsForgottenIfNothingIsKnownAnyMore() {
    pass(60, "ID", 100, 0.95);
    assertThat(pass(2, "ID", 100, 0)).containsExactly(GATEWAY);

    assertThat(pass(62, "ID", 0, 0)).isEmpty();
  }

  @Example
  void itIsFoundOutAgainIfItWasBackOnlyForAWhile() {
    pass(60, "ID", 100, 0.95);
    pass(2, "ID", 100, 0);
    assertThat(pass(4, "ID", 1, 1)).isEmpty();

    assertThat(pass(1, "ID", 100, 0)).containsExactly(GATEWAY);
  }
}
