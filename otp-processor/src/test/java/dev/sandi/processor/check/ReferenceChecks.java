package dev.sandi.processor.check;

import dev.sandi.event.OtpRequested;
import dev.sandi.value.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The checks with their defaults as one would write them who has all requests in a list. */
final class ReferenceChecks {

  private ReferenceChecks() {}

  /** Whether the last of the requests is refused. */
  static boolean refuses(List<OtpRequested> all, Function<AppId, String> owner) {
    OtpRequested last = all.get(all.size() - 1);
    String own = owner.apply(last.appId());
    List<OtpRequested> ofOwner =
        all.stream().filter(r -> owner.apply(r.appId()).equals(own)).toList();
    return walks(ofOwner, 8, 50, Duration.ofMinutes(10))
        || walks(ofOwner, 20, 200, Duration.ofHours(6))
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
        || since(ofOwner, Duration.ofHours(1)).stream()
                .filter(r -> number(r) / 10_000 == number(last) / 10_000)
                .count()
            > 30;
  }

  private static boolean walks(List<OtpRequested> all, int distinct, int window, Duration within) {
    long own = number(all.get(all.size() - 1));
    Set<Long> numbers =
        since(all, within).stream()
            .map(ReferenceChecks::number)
            .collect(Collectors.toCollection(TreeSet::new));
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
