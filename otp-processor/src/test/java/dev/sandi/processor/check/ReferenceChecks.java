package dev.sandi.processor.check;

import dev.sandi.event.OtpRequested;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The checks with their defaults as one would write them who has all requests in a list. */
final class ReferenceChecks {

  private ReferenceChecks() {}

  /**
   * Whether the last of the requests is refused.
   *
   * @param verified the moments at which codes were verified
   */
  static boolean refuses(
      List<OtpRequested> everything,
      Function<AppId, String> owner,
      Map<SessionId, Instant> verified) {
    OtpRequested last = everything.get(everything.size() - 1);
    List<OtpRequested> all =
        everything.stream().filter(r -> r.sandbox() == last.sandbox()).toList();
    Predicate<OtpRequested> unread =
        r -> verified.getOrDefault(r.sessionId(), Instant.MAX).isAfter(last.requestedAt());
    String own = owner.apply(last.appId());
    List<OtpRequested> ofOwner =
        all.stream().filter(r -> owner.apply(r.appId()).equals(own)).toList();
    return walks(ofOwner, unread, 8, 50, Duration.ofMinutes(10))
        || walks(ofOwner, unread, 20, 200, Duration.ofHours(6))
        || since(all, Duration.ofMinutes(10)).stream()
                .filter(r -> r.msisdn().equals(last.msisdn()))
                .map(r -> owner.apply(r.appId()))
                .distinct()
                .count()
            >= 5
        || since(all, Duration.ofHours(1)).stream()
                .filter(r -> r.msisdn().equals(last.msisdn()))
                .count()
            > 15
        || below(ofOwner, last).stream().filter(unread).count() > 30
        || below(ofOwner, last).size() > 90;
  }

  /** What was asked for below the prefix of the last of the requests, in the last hour. */
  private static List<OtpRequested> below(List<OtpRequested> all, OtpRequested last) {
    return since(all, Duration.ofHours(1)).stream()
        .filter(r -> number(r) / 10_000 == number(last) / 10_000)
        .toList();
  }

  private static boolean walks(
      List<OtpRequested> all,
      Predicate<OtpRequested> unread,
      int distinct,
      int window,
      Duration within) {
    long own = number(all.get(all.size() - 1));
    List<OtpRequested> seen = since(all, within);
    Set<Long> read =
        seen.stream()
            .filter(unread.negate())
            .map(ReferenceChecks::number)
            .collect(Collectors.toSet());
    Set<Long> numbers =
        seen.stream()
            .map(ReferenceChecks::number)
            .filter(n -> !read.contains(n))
            .collect(Collectors.toCollection(TreeSet::new));
    if (read.contains(own)) {
      return false;
    }
    for (long first = own - window + 1; first <= own; first++) {
      long from = first;
      if (numbers.stream().filter(n -> n >= from && n < from + window).count() >= distinct) {
        return true;
      }
    }
    return false;
  }

  private static List<OtpRequested> since(List<OtpRequested> all, Duration within) {
    Instant since = all.get(all.size() - 1).requestedAt().minus(within);
    return all.stream().filter(r -> r.requestedAt().isAfter(since)).toList();
  }

  private static long number(OtpRequested request) {
    return Long.parseLong(request.msisdn().digits());
  }
}
