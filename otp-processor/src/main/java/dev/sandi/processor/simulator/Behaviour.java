package dev.sandi.processor.simulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.SimulatedOutcome;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a simulated handset and its operator do with a message.
 *
 * @param latency until the message arrives and the gateway answers, at most a minute
 * @param reportAfter from then until the report, at most a day; only of an outcome that is reported
 * @param reason of a message that is refused or not delivered, a slug
 * @param networkCode what the operator calls that reason, if it does
 */
record Behaviour(
    HandsetOutcome outcome,
    Duration latency,
    Duration reportAfter,
    @Nullable String reason,
    @Nullable String networkCode) {

  private static final Duration LONGEST_LATENCY = Duration.ofMinutes(1);
  private static final Duration LATEST_REPORT = Duration.ofDays(1);
  private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern CODE = Pattern.compile("[!-~]{1,64}");

  Behaviour {
    requireRange("latency", latency, LONGEST_LATENCY);
    requireRange("report_after", reportAfter, LATEST_REPORT);
    require(
        outcome.isReported() || reportAfter.isZero(),
        "report_after: no report comes of the outcome " + outcome);
    require(
        outcome.hasReason() || (reason == null && networkCode == null),
        "reason and network_code: the outcome " + outcome + " has none");
    require(
        reason == null || SLUG.matcher(reason).matches(),
        "reason: should be a slug such as absent_subscriber");
    require(
        networkCode == null || CODE.matcher(networkCode).matches(),
        "network_code: should be 1-64 visible ASCII characters");
  }

  /** As JSON has it; what is left out has its default. */
  @JsonCreator
  static Behaviour of(
      @Nullable HandsetOutcome outcome,
      @Nullable Duration latency,
      @Nullable Duration reportAfter,
      @Nullable String reason,
      @Nullable String networkCode) {
    if (outcome == null) {
      throw new InvalidValueException("outcome: is required");
    }
    return new Behaviour(
        outcome,
        latency == null ? Duration.ZERO : latency,
        reportAfter == null ? Duration.ZERO : reportAfter,
        reason == null ? usualReason(outcome) : reason,
        networkCode);
  }

  static Behaviour of(HandsetOutcome outcome) {
    return of(outcome, null, null, null, null);
  }

  /**
   * What was chosen with a message.
   *
   * @param lateReport how long a report takes that is to come late
   */
  static Behaviour of(SimulatedOutcome outcome, Duration lateReport) {
    return switch (outcome) {
      case DELIVERED -> of(HandsetOutcome.DELIVERED);
      case UNDELIVERED -> of(HandsetOutcome.UNDELIVERED);
      case FAILED -> of(HandsetOutcome.FAILED);
      case UNREACHABLE -> of(HandsetOutcome.UNREACHABLE);
      case LATE -> of(HandsetOutcome.DELIVERED).reportedAfter(lateReport);
    };
  }

  Behaviour reportedAfter(Duration time) {
    return new Behaviour(outcome, latency, time, reason, networkCode);
  }

  Behaviour answeredAfter(Duration time) {
    return new Behaviour(outcome, time, reportAfter, reason, networkCode);
  }

  Behaviour because(String why, String code) {
    return new Behaviour(outcome, latency, reportAfter, why, code);
  }

  private static @Nullable String usualReason(HandsetOutcome outcome) {
    return switch (outcome) {
      case UNDELIVERED -> "absent_subscriber";
      case FAILED -> "operator_refused";
      default -> null;
    };
  }

  private static void requireRange(String name, Duration value, Duration most) {
    require(
        !value.isNegative() && value.compareTo(most) <= 0,
        "%s: should be from PT0S to %s".formatted(name, most));
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new InvalidValueException(rule);
    }
  }
}
