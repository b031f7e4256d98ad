package dev.sandi.processor.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.lifecycle.BeforeTry;

/** What it costs that a gateway is dead which takes everything and answers nothing. */
class ProbingProperties {

  private static final Duration LOOK = Duration.ofMillis(250);

  private SettableClock clock;
  private VirtualPeer dying;
  private VirtualPeer well;
  private Map<String, RunningGateway> gateways;
  private ChooseGateway choose;

  @BeforeTry
  void begin() {
    clock = new SettableClock(Instant.parse("2026-11-26T10:00:00Z"));
    dying = new VirtualPeer("dying", clock);
    well = new VirtualPeer("well", clock);
    gateways = Map.of("dying", dying.running(), "well", well.running());
    choose = new ChooseGateway(name -> Optional.ofNullable(gateways.get(name)));
  }

  /** Exponents of ten, so that slow traffic is tried as often as fast. */
  @Property(tries = 60)
  void afterFiveSecondsAHundredthOfTheMessagesIsTriedThereWhateverTheTraffic(
      @ForAll @DoubleRange(min = -1, max = 2) double exponent, @ForAll long seed) {
    // Given
    Random random = new Random(seed);
    double perSecond = Math.pow(10, exponent);
    List<String> order = List.of("dying", "well");
    send(order, perSecond, random, 30);
    dying.die();
    int wellBefore = well.submits();

    // When: nobody can know before the first one waits there
    send(order, perSecond, random, 1);
    Instant unknownUntil = clock.instant().plusSeconds(5);
    while (!clock.instant().isAfter(unknownUntil)) {
      send(order, perSecond, random, 1);
    }
    int before = dying.submits();

    // Then: at every moment, of all that went elsewhere
    for (int sends = 1; sends <= 2_000; sends++) {
      send(order, perSecond, random, 1);
      assertThat(dying.submits() - before)
          .as("after %d at %.2f/s", sends, perSecond)
          .isLessThanOrEqualTo((well.submits() - wellBefore) / 100);
    }
    assertThat(dying.submits() - before).isBetween(1, 20);
  }

  @Property(tries = 30)
  void oneThatIsBackIsUsedAgainAfterAHundredMessages(
      @ForAll @DoubleRange(min = -1, max = 2) double exponent, @ForAll long seed) {
    // Given
    Random random = new Random(seed);
    double perSecond = Math.pow(10, exponent);
    List<String> order = List.of("dying", "well");
    dying.die();
    send(order, perSecond, random, 100 + (int) (120 * perSecond));

    // When
    dying.revive();
    send(order, perSecond, random, 101 + (int) (20 * perSecond));

    // Then
    int before = dying.submits();
    send(order, perSecond, random, 50);
    assertThat(dying.submits() - before).isEqualTo(50);
  }

  @Property(tries = 30)
  void theOnlyOneIsTriedEveryQuarterOfAMinuteHoweverFewMessagesThereAre(
      @ForAll @DoubleRange(min = -1, max = 2) double exponent, @ForAll long seed) {
    // Given
    Random random = new Random(seed);
    double perSecond = Math.pow(10, exponent);
    List<String> order = List.of("dying");
    dying.die();
    send(order, perSecond, random, 20 + (int) (60 * perSecond));
    int before = dying.submits();
    Instant from = clock.instant();

    // When
    send(order, perSecond, random, 20 + (int) (300 * perSecond));

    // Then
    double quarters = Duration.between(from, clock.instant()).toMillis() / 15_500.0;
    double messages = Duration.between(from, clock.instant()).toMillis() / 1000.0 * perSecond;
    assertThat(dying.submits() - before)
        .isGreaterThanOrEqualTo((int) (Math.min(quarters, messages) * 0.3));
    dying.revive();
    Instant back = clock.instant();
    int tries = dying.submits();
    while (dying.submits() == tries) {
      send(order, perSecond, random, 1);
    }
    assertThat(Duration.between(back, clock.instant()))
        .isLessThanOrEqualTo(Duration.ofMillis(15_500 + (long) (15_000 / perSecond)));
  }

  /** Messages come at random times, and gateways are looked at four times a second meanwhile. */
  private void send(List<String> order, double perSecond, Random random, int messages) {
    for (int n = 0; n < messages; n++) {
      long millis = 1 + (long) (-Math.log(1 - random.nextDouble()) * 1000 / perSecond);
      while (millis > 0) {
        long step = Math.min(millis, LOOK.toMillis());
        clock.advance(Duration.ofMillis(step));
        dying.tick();
        gateways.values().forEach(RunningGateway::isUsable);
        millis -= step;
      }
      String name = choose.first(order, any -> true).orElseThrow();
      RunningGateway gateway = gateways.get(name);
      if (gateway.take(1) == 1) {
        var unused = gateway.submit(VirtualPeer.sms(clock.instant()));
        gateway.recorded();
      }
    }
  }
}
