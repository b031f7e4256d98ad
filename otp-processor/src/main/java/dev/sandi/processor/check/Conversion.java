package dev.sandi.processor.check;

import dev.sandi.processor.check.TrafficHistory.Count;
import dev.sandi.value.CheckSetting;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Refuses prefixes and countries whose codes are hardly ever verified any more, compared with their
 * own history, or with the owner's as a whole where they have none, or none that is better than
 * what is refused: an attack does not become the history that excuses it. An owner that never
 * verifies here has nothing to fall from, and is never refused.
 *
 * <p>Recovers by itself: what is refused is not sent, and hours go by. Then a few messages are let
 * through, and whether they are verified decides.
 */
@Component
@Order(3)
class Conversion implements Check {

  private static final String ALL = "*";

  /** Messages before a history counts as one. */
  private static final long KNOWN = 50;

  /** Of an area with a bad record, the part of the volume after which it is judged again. */
  private static final int AGAIN = 4;

  private final TrafficHistory traffic;
  private final Clock clock;

  Conversion(TrafficHistory traffic, Clock clock) {
    this.traffic = traffic;
    this.clock = clock;
  }

  private record Question(String owner, String area, int volume, int hours, int percent) {}

  @Override
  public String name() {
    return CheckName.CONVERSION.text();
  }

  /**
   * Whether codes are entered that reach only simulated handsets says nothing, and is not counted.
   */
  @Override
  public boolean heedsSandbox() {
    return false;
  }

  @Override
  public Map<SessionId, Refusal> refuse(Batch batch) {
    Map<Question, Optional<Refusal>> answers = new HashMap<>();
    Map<SessionId, Refusal> refusals = new LinkedHashMap<>();
    for (Asked asked : batch.requests()) {
      answers
          .computeIfAbsent(
              question(asked, Bursts.prefix(asked), CheckSetting.CONVERSION_VOLUME), this::judge)
          .or(
              () ->
                  answers.computeIfAbsent(
                      question(
                          asked,
                          Regions.of(asked.request().msisdn()).region(),
                          CheckSetting.CONVERSION_COUNTRY_VOLUME),
                      this::judge))
          .ifPresent(refusal -> refusals.put(asked.session(), refusal));
    }
    return refusals;
  }

  private static Question question(Asked asked, String area, CheckSetting volume) {
    return new Question(
        asked.owner(),
        area,
        asked.policy().number(volume),
        asked.policy().number(CheckSetting.CONVERSION_HOURS),
        asked.policy().number(CheckSetting.CONVERSION_PERCENT));
  }

  private Optional<Refusal> judge(Question question) {
    Instant now = clock.instant();
    Instant since = now.minus(Duration.ofHours(question.hours()));
    Count lately = traffic.between(question.owner(), question.area(), since, now);
    if (lately.sent() * AGAIN < question.volume()) {
      return Optional.empty();
    }
    Count before = before(question, question.area(), since);
    double whole = whole(question, since, now, lately);
    double least = whole * question.percent() / 100;
    double own = before.rate(KNOWN);
    double usual = own > least ? own : whole;
    double bar = usual * question.percent() / 100;
    boolean low = lately.sent() >= question.volume() && Rates.isBelow(lately, bar);
    boolean lowAgain =
        before.sent() >= question.volume()
            && Rates.isBelow(before, bar)
            && lately.verified() < lately.sent() * bar;
    if (!low && !lowAgain) {
      return Optional.empty();
    }
    Map<String, Object> evidence = new LinkedHashMap<>();
    boolean prefix = question.area().chars().allMatch(Character::isDigit);
    evidence.put(prefix ? "prefix" : "region", question.area() + (prefix ? "*" : ""));
    evidence.put("sent", lately.sent());
    evidence.put("verified", lately.verified());
    evidence.put("hours", question.hours());
    evidence.put("usual_percent", Math.round(usual * 100));
    return Optional.of(new Refusal("low_conversion", evidence));
  }

  /** Of an owner without a history, what its other areas have just now. */
  private double whole(Question question, Instant since, Instant now, Count lately) {
    Count before = before(question, ALL, since);
    if (before.sent() >= KNOWN) {
      return before.rate(KNOWN);
    }
    Count all = traffic.between(question.owner(), ALL, since, now);
    return new Count(all.sent() - lately.sent(), all.verified() - lately.verified()).rate(KNOWN);
  }

  private Count before(Question question, String area, Instant since) {
    return traffic.between(question.owner(), area, since.minus(TrafficHistory.KEPT), since);
  }
}
