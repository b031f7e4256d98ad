package dev.sandi.bench.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongFunction;

/**
 * Users who come at any time, more by day than by night: a Poisson process, thinned by the rhythm
 * of the day.
 */
final class Everyday implements Source {

  private final App app;
  private final Person person;
  private final LongFunction<String> users;
  private final long population;
  private final DoubleUnaryOperator growth;
  private final Instant start;
  private final Instant end;
  private final double meanSeconds;
  private final Draws draws;
  private Instant at;

  /**
   * @param perDay of them on a day, when {@code growth} is 1
   * @param users the number of each user
   * @param growth 0 to 1, by the share of the time from {@code start} to {@code end}
   */
  Everyday(
      App app,
      Person person,
      double perDay,
      LongFunction<String> users,
      DoubleUnaryOperator growth,
      Instant start,
      Instant end,
      Draws draws) {
    this.app = app;
    this.person = person;
    this.users = users;
    this.population = Math.max(50, (long) (perDay * 5));
    this.growth = growth;
    this.start = start;
    this.end = end;
    this.meanSeconds = 86_400 / (perDay * Rhythm.MOST);
    this.draws = draws;
    this.at = start;
  }

  @Override
  public Optional<Scene> next() {
    while (true) {
      at = at.plusMillis(1 + (long) (draws.exponential(meanSeconds) * 1000));
      if (!at.isBefore(end)) {
        return Optional.empty();
      }
      double now = Rhythm.at(at, app.zone()) * growth.applyAsDouble(passed());
      if (draws.with(now / Rhythm.MOST)) {
        long user = Long.remainderUnsigned(draws.any(), population);
        return Optional.of(new Scene(at, person.getsIn(at, users.apply(user))));
      }
    }
  }

  private double passed() {
    return (double) Duration.between(start, at).toSeconds()
        / Duration.between(start, end).toSeconds();
  }
}
