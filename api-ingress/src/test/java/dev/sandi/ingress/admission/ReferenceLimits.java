package dev.sandi.ingress.admission;

import dev.sandi.ingress.app.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the limits of one app mean, written as simply as can be: one request after the other. */
final class ReferenceLimits {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofHours(24);

  private final Limits limits;
  private final @Nullable Long quota;
  private final List<Sent> sends = new ArrayList<>();
  private final List<Instant> admitted = new ArrayList<>();

  private record Sent(UUID id, String msisdn, Instant at) {}

  /** What is to be decided: admitted without a wait, refused with one, or out of quota. */
  record Expected(boolean isAdmitted, @Nullable Duration retryAfter, long hourLeft, long dayLeft) {}

  ReferenceLimits(Limits limits, @Nullable Long quota) {
    this.limits = limits;
    this.quota = quota;
  }

  Expected decide(UUID id, String msisdn, Instant now) {
    long inHour = times(msisdn, now, HOUR).size();
    long inDay = times(msisdn, now, DAY).size();
    long hourLeft = Math.max(0, limits.perHour() - inHour);
    long dayLeft = Math.max(0, limits.perDay() - inDay);
    Optional<Duration> wait = waitOfNumber(msisdn, now).or(() -> waitOfApp(now));
    if (wait.isPresent()) {
      return new Expected(false, wait.get(), hourLeft, dayLeft);
    }
    if (quota != null && sends.size() >= quota) {
      return new Expected(false, null, hourLeft, dayLeft);
    }
    sends.add(new Sent(id, msisdn, now));
    admitted.add(now);
    return new Expected(true, null, hourLeft - 1, dayLeft - 1);
  }

  void giveBack(UUID id) {
    sends.removeIf(sent -> sent.id().equals(id));
  }

  long used() {
    return sends.size();
  }

  /** The first moment at which it may be sent, of all those at which that can change. */
  private Optional<Duration> waitOfNumber(String msisdn, Instant now) {
    return Stream.concat(
            Stream.of(now),
            times(msisdn, now, DAY).stream()
                .flatMap(
                    at ->
                        Stream.concat(limits.resendWaits().stream(), Stream.of(HOUR, DAY))
                            .map(at::plus)))
        .filter(moment -> !moment.isBefore(now) && mayBeSent(msisdn, moment))
        .min(Comparator.naturalOrder())
        .filter(moment -> moment.isAfter(now))
        .map(moment -> Duration.between(now, moment));
  }

  private boolean mayBeSent(String msisdn, Instant at) {
    List<Instant> hour = times(msisdn, at, HOUR);
    List<Duration> waits = limits.resendWaits();
    boolean rested =
        hour.isEmpty()
            || waits.isEmpty()
            || !hour.get(0).plus(waits.get(Math.min(hour.size(), waits.size()) - 1)).isAfter(at);
    return rested
        && hour.size() < limits.perHour()
        && times(msisdn, at, DAY).size() < limits.perDay();
  }

  private Optional<Duration> waitOfApp(Instant now) {
    List<Instant> inSecond =
        admitted.stream().filter(at -> at.isAfter(now.minus(SECOND))).sorted().toList();
    return inSecond.size() >= limits.requestsPerSecond()
        ? Optional.of(Duration.between(now, inSecond.get(0).plus(SECOND)))
        : Optional.empty();
  }

  /** The newest first. */
  private List<Instant> times(String msisdn, Instant now, Duration window) {
    return sends.stream()
        .filter(sent -> sent.msisdn().equals(msisdn) && sent.at().isAfter(now.minus(window)))
        .map(Sent::at)
        .sorted(Comparator.reverseOrder())
        .toList();
  }
}
