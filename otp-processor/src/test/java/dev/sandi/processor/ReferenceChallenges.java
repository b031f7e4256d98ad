package dev.sandi.processor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of challenges of one number, said as simply as can be. */
final class ReferenceChallenges {

  private static final Duration WINDOW = Duration.ofMinutes(15);

  /** What is answered, with the fields that go with it. */
  record Answer(
      String outcome,
      @Nullable Integer attemptsLeft,
      @Nullable Long expiresIn,
      @Nullable Long retryAfter) {}

  private record Name(int challenge, boolean simulated) {}

  private static final class Entry {
    String code = "";
    boolean used;
    Instant end = Instant.MIN;
    Instant endAtMost = Instant.MIN;
    final List<Instant> wrong = new ArrayList<>();
  }

  private final int mostFailures;
  private final Duration lock;
  private final Map<Name, Entry> entries = new HashMap<>();
  private final Map<Boolean, Integer> failures = new HashMap<>();
  private final Map<Boolean, Instant> lockedUntil = new HashMap<>();

  ReferenceChallenges(int mostFailures, Duration lock) {
    this.mostFailures = mostFailures;
    this.lock = lock;
  }

  /** Whether a send is to repeat the code that is there. */
  boolean repeats(Histories.Send send, Instant now) {
    Entry entry = entries.get(new Name(send.challenge(), send.simulated()));
    return entry != null
        && !send.own()
        && !entry.used
        && entry.end.isAfter(now)
        && !now.plusSeconds(send.limit()).isAfter(entry.endAtMost);
  }

  /** A code was sent. */
  void sent(Histories.Send send, String code, Instant now) {
    boolean repeated = repeats(send, now);
    Entry entry =
        entries.computeIfAbsent(new Name(send.challenge(), send.simulated()), n -> new Entry());
    Instant promised = now.plusSeconds(send.limit());
    entry.end = repeated && entry.end.isAfter(promised) ? entry.end : promised;
    if (!repeated) {
      entry.code = code;
      entry.used = false;
      entry.endAtMost = now.plusSeconds(2L * send.limit());
    }
  }

  Answer guess(int challenge, boolean simulated, String code, Instant now) {
    Instant locked = lockedUntil.get(simulated);
    if (locked != null && locked.isAfter(now)) {
      return locked(now, locked);
    }
    int failed = locked != null ? 0 : failures.getOrDefault(simulated, 0);
    Entry entry = entries.get(new Name(challenge, simulated));
    if (entry == null) {
      return new Answer("not_found", Math.min(5, mostFailures - failed), null, null);
    }
    entry.wrong.removeIf(at -> !at.plus(WINDOW).isAfter(now));
    if (entry.wrong.size() == 5) {
      return locked(now, entry.wrong.get(0).plus(WINDOW));
    }
    boolean right = entry.code.equals(code);
    if (right && !entry.used && entry.end.isAfter(now)) {
      entry.used = true;
      entry.wrong.clear();
      failures.remove(simulated);
      lockedUntil.remove(simulated);
      return new Answer("verified", null, null, null);
    }
    if (right && !entry.used) {
      return new Answer("expired", null, null, null);
    }
    if (!right) {
      entry.wrong.add(now);
      failed++;
      failures.put(simulated, failed);
      lockedUntil.remove(simulated);
      if (failed == mostFailures) {
        lockedUntil.put(simulated, now.plus(lock));
      }
    }
    boolean live = !right && !entry.used && entry.end.isAfter(now);
    return new Answer(
        "not_found",
        Math.min(5 - entry.wrong.size(), mostFailures - failed),
        live ? Duration.between(now, entry.end).toSeconds() : null,
        null);
  }

  private static Answer locked(Instant now, Instant until) {
    long millis = Duration.between(now, until).toMillis();
    return new Answer("locked", 0, null, Math.max(1, (millis + 999) / 1000));
  }
}
