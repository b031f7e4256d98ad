package dev.sandi.ingress.funnel;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sandi.ingress.funnel.RequestCounts.Bucket;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the requests of an app ended. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Each request counts in the step in which it began, as its state is now")
record Funnel(
    Instant from,
    Instant to,
    @Schema(description = "When the newest of it was counted; absent if nothing was")
        @Nullable Instant countedAt,
    @Schema(description = "Length of a step: 300 for up to two hours, else 3600") long stepSeconds,
    @Schema(description = "Of the whole time") Counts total,
    @Schema(description = "In their order, those without requests too; the last one goes on")
        List<Step> steps,
    @Schema(description = "Why requests were refused, rejected or failed: the 20 most frequent")
        List<Reason> reasons,
    @Schema(description = "How long it took, in the order in which it happens")
        List<StageTime> stages,
    @Schema(description = "What became of callbacks that were attempted") Callbacks callbacks,
    @Schema(
            description =
                "When the newest of `stages` and `callbacks` was counted; absent if nothing was")
        @Nullable Instant timedAt) {

  private static final int MOST_REASONS = 20;
  private static final String REFUSED = "refused";
  private static final Set<String> SENT =
      Set.of("sent", "undelivered", "delivered", "expired", "verified");
  private static final Set<String> DELIVERED = Set.of("delivered", "verified");

  /**
   * How many came how far. Who came further is in each that precedes.
   *
   * @param sent also what expired
   * @param refused not among the requested
   */
  @Schema(name = "FunnelCounts")
  record Counts(
      @Schema(description = "Accepted: answered with 201") long requested,
      @Schema(description = "A gateway took it") long sent,
      @Schema(description = "Reported or verified; what expired is not among them") long delivered,
      long verified,
      @Schema(description = "Answered with an error; not among the requested") long refused) {

    static Counts of(Map<String, Long> byState) {
      return new Counts(
          sum(byState, null) - byState.getOrDefault(REFUSED, 0L),
          sum(byState, SENT),
          sum(byState, DELIVERED),
          byState.getOrDefault("verified", 0L),
          byState.getOrDefault(REFUSED, 0L));
    }

    private static long sum(Map<String, Long> byState, @Nullable Set<String> states) {
      return byState.entrySet().stream()
          .filter(state -> states == null || states.contains(state.getKey()))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  @Schema(name = "FunnelStep")
  record Step(Instant at, Counts counts) {}

  @Schema(name = "FunnelReason")
  record Reason(
      @Schema(example = "refused") String status,
      @Schema(example = "rate_limited") String reason,
      long count) {}

  /**
   * How long one stage took.
   *
   * @param p50Ms null if no session has gone through it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "FunnelStage",
      description =
          "Of the requests of the whole time, as far as they came. Percentiles are exact to 5 % or a"
              + " millisecond, whichever is more")
  record StageTime(
      @Schema(
              description =
                  "`accepted`: from the request's arrival to its 201; `sent`: from the arrival until a"
                      + " gateway took the SMS; `delivered`: from then to the delivery report;"
                      + " `verified`: from the report, or if none came before from the gateway, until"
                      + " the code was verified; `called_back`: from an event until your server first"
                      + " answered its callback, whatever it answered",
              allowableValues = {"accepted", "sent", "delivered", "verified", "called_back"})
          String stage,
      long count,
      @Schema(description = "What half of them took at most, in milliseconds", example = "180")
          @Nullable Long p50Ms,
      @Schema(description = "What 99 of 100 took at most, in milliseconds", example = "2300")
          @Nullable Long p99Ms) {

    static StageTime of(Stage stage, @Nullable Durations took) {
      return took == null || took.count() == 0
          ? new StageTime(stage.toString(), 0, null, null)
          : new StageTime(
              stage.toString(), took.count(), took.percentile(0.5), took.percentile(0.99));
    }
  }

  @Schema(name = "FunnelCallbacks")
  record Callbacks(
      @Schema(description = "Ended well, with a 2xx") long delivered,
      @Schema(description = "Given up; they can be replayed") long exhausted,
      @Schema(description = "Failed so far; another attempt follows") long failing) {

    static Callbacks of(Map<String, Long> byState) {
      return new Callbacks(
          byState.getOrDefault("delivered", 0L),
          byState.getOrDefault("exhausted", 0L),
          byState.getOrDefault("failing", 0L));
    }
  }

  /** With how long it took. */
  Funnel with(StageTimes.Times times, @Nullable Instant timedAt) {
    return new Funnel(
        from,
        to,
        countedAt,
        stepSeconds,
        total,
        steps,
        reasons,
        Arrays.stream(Stage.values())
            .map(stage -> StageTime.of(stage, times.byStage().get(stage.toString())))
            .toList(),
        Callbacks.of(times.callbacks()),
        timedAt);
  }

  /**
   * Of the last hours, without how long it took.
   *
   * @param buckets that begin at {@link #begin} or later
   */
  static Funnel of(int hours, Instant now, List<Bucket> buckets, @Nullable Instant countedAt) {
    Duration step = step(hours);
    Map<String, Long> ends = new HashMap<>();
    Map<Instant, Map<String, Long>> byStep = new HashMap<>();
    for (Bucket bucket : buckets) {
      Map<String, Long> states =
          byStep.computeIfAbsent(floor(bucket.at(), step), unused -> new HashMap<>());
      bucket
          .counts()
          .forEach(
              (end, count) -> {
                ends.merge(end, count, Long::sum);
                states.merge(stateOf(end), count, Long::sum);
              });
    }
    List<Step> steps = new ArrayList<>();
    Instant begin = begin(hours, now);
    for (Instant at = begin; !at.isAfter(now); at = at.plus(step)) {
      steps.add(new Step(at, Counts.of(byStep.getOrDefault(at, Map.of()))));
    }
    Map<String, Long> states = new HashMap<>();
    ends.forEach((end, count) -> states.merge(stateOf(end), count, Long::sum));
    return new Funnel(
        begin,
        now,
        countedAt,
        step.toSeconds(),
        Counts.of(states),
        steps,
        reasons(ends),
        List.of(),
        Callbacks.of(Map.of()),
        null);
  }

  /**
   * When the first step of the last hours begins: as many steps as they have, with the open one.
   */
  static Instant begin(int hours, Instant now) {
    Duration step = step(hours);
    return floor(now, step).plus(step).minus(Duration.ofHours(hours));
  }

  private static Duration step(int hours) {
    return hours <= 2 ? RequestCounts.BUCKET : Duration.ofHours(1);
  }

  private static Instant floor(Instant moment, Duration step) {
    long seconds = step.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), seconds) * seconds);
  }

  private static String stateOf(String end) {
    int colon = end.indexOf(':');
    return colon < 0 ? end : end.substring(0, colon);
  }

  private static List<Reason> reasons(Map<String, Long> ends) {
    return ends.entrySet().stream()
        .filter(end -> end.getKey().indexOf(':') > 0)
        .map(
            end ->
                new Reason(
                    stateOf(end.getKey()),
                    end.getKey().substring(end.getKey().indexOf(':') + 1),
                    end.getValue()))
        .sorted(Comparator.comparingLong(Reason::count).reversed().thenComparing(Reason::reason))
        .limit(MOST_REASONS)
        .toList();
  }
}
