package dev.sandi.ingress.sandbox;

import static dev.sandi.value.SimulatedOutcome.DELIVERED;
import static dev.sandi.value.SimulatedOutcome.FAILED;
import static dev.sandi.value.SimulatedOutcome.UNDELIVERED;
import static dev.sandi.value.SimulatedOutcome.UNREACHABLE;
import static java.util.Map.entry;

import dev.sandi.ingress.admission.Decision;
import dev.sandi.ingress.admission.RateLimitHeaders;
import dev.sandi.ingress.app.Limits;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.Field;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SimulatedOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The numbers of the sandbox that always answer the same, those of the API that is copied: the nine
 * of its second version show each status, and the nine of its first each delivery report.
 */
final class MagicNumbers {

  /** A number that is left in peace at first, if the app's limits do not say for how long. */
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);

  private static final Map<String, Send> SENDS =
      Map.ofEntries(
          entry("6282123060001", sent(DELIVERED)),
          entry("6282123060002", refused(limits -> invalidLength())),
          entry("6282123060003", refused(limits -> Refusal.unauthorized())),
          entry("6282123060004", refused(limits -> Refusal.insufficientQuota(true))),
          entry("6282123060005", refused(limits -> Refusal.blocked())),
          entry("6282123060006", refused(MagicNumbers::rateLimited)),
          entry("6282123060007", sent(DELIVERED)),
          entry("6282123060008", sent(DELIVERED)),
          entry("6282123060009", sent(DELIVERED)),
          entry("628001", sent(DELIVERED)),
          entry("628002", sent(UNREACHABLE)),
          entry("628003", sent(FAILED)),
          entry("628004", sent(FAILED)),
          entry("628005", sent(UNREACHABLE)),
          entry("628006", sent(UNREACHABLE)),
          entry("628007", sent(FAILED)),
          entry("628008", sent(UNREACHABLE)),
          entry("628009", sent(UNDELIVERED)));

  private static final Map<String, Verification> VERIFICATIONS =
      Map.of(
          "6282123060007", Verification.VERIFIED,
          "6282123060008", Verification.NOT_FOUND,
          "6282123060009", Verification.EXPIRED);

  private MagicNumbers() {}

  /** What comes of a request to send a code. */
  private sealed interface Send {

    record Sent(SimulatedOutcome outcome) implements Send {}

    record Refused(Function<Limits, Refusal> refusal) implements Send {}
  }

  /**
   * How a request to send a code is played; empty if the number is none of the magic ones.
   *
   * @param limits of the app that asks
   * @throws Refusal if the number stands for one
   */
  static Optional<Scenario> send(PhoneNumber msisdn, Limits limits) {
    Send send = SENDS.get(msisdn.digits());
    if (send instanceof Send.Refused refused) {
      throw refused.refusal().apply(limits);
    }
    return send instanceof Send.Sent sent
        ? Optional.of(Scenario.simulated(sent.outcome(), null))
        : Optional.empty();
  }

  /** What is said of any code; empty if the code decides. */
  static Optional<Verification> verify(PhoneNumber msisdn) {
    return Optional.ofNullable(VERIFICATIONS.get(msisdn.digits()));
  }

  private static Send sent(SimulatedOutcome outcome) {
    return new Send.Sent(outcome);
  }

  private static Send refused(Function<Limits, Refusal> refusal) {
    return new Send.Refused(refusal);
  }

  private static Refusal invalidLength() {
    return Field.MSISDN.invalid("msisdn length should between 4-16 characters");
  }

  /** As a second send is refused that does not wait. */
  private static Refusal rateLimited(Limits limits) {
    List<Duration> waits = limits.resendWaits();
    return RateLimitHeaders.refusal(
        new Decision.Limited(
            waits.isEmpty() ? FIRST_WAIT : waits.get(0),
            new Decision.Allowance(
                limits.requestsPerSecond(), limits.perHour() - 1, limits.perDay() - 1)),
        limits);
  }
}
