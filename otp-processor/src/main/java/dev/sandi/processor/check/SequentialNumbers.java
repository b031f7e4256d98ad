package dev.sandi.processor.check;

import dev.sandi.value.CheckSetting;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Refuses an owner that walks through neighbouring numbers: many distinct ones in a narrow window
 * within minutes, or more of them in a wider one within hours. In which order, at which stride and
 * between what other requests does not matter, nor by which of the owner's apps.
 *
 * <p>A number counts if it was asked for since that long before the request; refused requests count
 * too, so that a walk that goes on stays refused. A number whose code was entered since does not: a
 * company signs up, while who walks never reads a message. Each number is excused by itself alone,
 * so that some that are in the hands of a fraudster are no cover for others.
 */
@Component
@Order(2)
class SequentialNumbers implements Check {

  private static final String HIDDEN = "****";

  @Override
  public String name() {
    return CheckName.SEQUENTIAL.text();
  }

  @Override
  public boolean needsHistory() {
    return true;
  }

  @Override
  public Map<SessionId, Refusal> refuse(Batch batch) {
    Map<SessionId, Refusal> refusals = new LinkedHashMap<>();
    batch
        .history()
        .replay(
            batch.requests(),
            (asked, view) ->
                fast(asked, view)
                    .or(() -> slow(asked, view))
                    .ifPresent(refusal -> refusals.put(asked.session(), refusal)));
    return refusals;
  }

  private static Optional<Refusal> fast(Asked asked, History.View view) {
    return judge(
        asked,
        view,
        asked.policy().number(CheckSetting.SEQUENTIAL_DISTINCT),
        asked.policy().number(CheckSetting.SEQUENTIAL_WINDOW),
        asked.policy().minutes(CheckSetting.SEQUENTIAL_MINUTES));
  }

  private static Optional<Refusal> slow(Asked asked, History.View view) {
    return judge(
        asked,
        view,
        asked.policy().number(CheckSetting.SEQUENTIAL_SLOW_DISTINCT),
        asked.policy().number(CheckSetting.SEQUENTIAL_SLOW_WINDOW),
        asked.policy().minutes(CheckSetting.SEQUENTIAL_SLOW_MINUTES));
  }

  private static Optional<Refusal> judge(
      Asked asked, History.View view, int distinct, int window, Duration within) {
    List<Long> crowd = crowd(asked, view, window, within);
    if (crowd.size() < distinct) {
      return Optional.empty();
    }
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("distinct", crowd.size());
    evidence.put("window", window);
    evidence.put("minutes", within.toMinutes());
    evidence.put("neighbours", neighbours(asked, crowd));
    return Optional.of(new Refusal("sequential_numbers", evidence, closings(asked), false));
  }

  /** The most distinct numbers in any window of that width with the request's own in it. */
  private static List<Long> crowd(Asked asked, History.View view, int window, Duration within) {
    Instant since = asked.at().minus(within);
    List<Seen> seen =
        view.near(asked.number(), window - 1L).stream()
            .filter(one -> one.owner().equals(asked.owner()) && one.at().isAfter(since))
            .toList();
    Set<Long> verified =
        seen.stream()
            .filter(one -> one.isVerified(asked.at()))
            .map(Seen::number)
            .collect(Collectors.toSet());
    if (verified.contains(asked.number())) {
      return List.of();
    }
    List<Long> near =
        seen.stream()
            .map(Seen::number)
            .filter(number -> !verified.contains(number))
            .sorted()
            .distinct()
            .toList();
    int from = 0;
    int most = 0;
    int mostFrom = 0;
    for (int to = 0; to < near.size(); to++) {
      while (near.get(to) - near.get(from) >= window) {
        from++;
      }
      boolean own = near.get(from) <= asked.number() && asked.number() <= near.get(to);
      if (own && to - from + 1 > most) {
        most = to - from + 1;
        mostFrom = from;
      }
    }
    return near.subList(mostFrom, mostFrom + most);
  }

  /**
   * Without their last four digits: the request's own number is told in full, and any more of one
   * that is near to it would tell which one it is.
   */
  private static List<String> neighbours(Asked asked, List<Long> crowd) {
    int digits = Math.max(0, asked.request().msisdn().digits().length() - HIDDEN.length());
    return crowd.stream()
        .filter(number -> number != asked.number())
        .map(number -> number % Asked.SANDBOX / Asked.BELOW_PREFIX)
        .distinct()
        .map(prefix -> (digits == 0 ? "" : ("%0" + digits + "d").formatted(prefix)) + HIDDEN)
        .toList();
  }

  /** To the app alone: whom else its customers are, others should not suffer for. */
  private static List<Closing> closings(Asked asked) {
    return Closing.ofPrefix(
        asked.request().msisdn().neighbourhood(),
        asked.policy().app(),
        asked.policy().number(CheckSetting.SEQUENTIAL_BLOCK_HOURS));
  }
}
