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

  private Optional<Duration> waitOfNumber(String msisdn, Instant now) {
    List<Instant> hour = times(msisdn, now, HOUR);
    List<Instant> day = times(msisdn, now, DAY);
    Stream.Builder<Instant> until = Stream.builder();
    List<Duration> waits = limits.resendWaits();
    if (!hour.isEmpty() && !waits.isEmpty()) {
      until.add(hour.get(0).plus(waits.get(Math.min(hour.size(), waits.size()) - 1)));
    }
    if (hour.size() >= limits.perHour()) {
      until.add(hour.get(limits.perHour() - 1).plus(HOUR));
    }
    if (day.size() >= limits.perDay()) {
      until.add(day.get(limits.perDay() - 1).plus(DAY));
    }
    return until
        .build()
        .max(Comparator.naturalOrder())
        .filter(end -> end.isAfter(now))
        .map(end -> Duration.between(now, end));
  }

  private Optional<Duration> waitOfApp(Instant now) {
    long inSecond = admitted.stream().filter(at -> at.isAfter(now.minus(SECOND))).count();
    return inSecond >= limits.requestsPerSecond() ? Optional.of(SECOND) : Optional.empty();
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
