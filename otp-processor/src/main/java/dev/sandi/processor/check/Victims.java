package dev.sandi.processor.check;

import dev.sandi.processor.check.Check.Closing;
import dev.sandi.processor.check.Check.Refusal;
import dev.sandi.value.AppId;
import dev.sandi.value.CheckSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that are bombed: by many owners within minutes, or by requests without an end. An app may
 * choose what it calls so for itself; to others a number is closed only by what all agree on.
 */
final class Victims {

  private Victims() {}

  static Optional<Refusal> judge(Asked asked, History.View view) {
    List<Seen> same =
        view.below(asked.prefix()).stream().filter(s -> s.number() == asked.number()).toList();
    int mostOwners = asked.policy().number(CheckSetting.SPAM_OWNERS);
    Duration ownersIn = asked.policy().minutes(CheckSetting.SPAM_OWNERS_MINUTES);
    Instant ownersSince = asked.at().minus(ownersIn);
    long owners = owners(same, ownersSince);
    if (owners >= mostOwners) {
      return Optional.of(
          new Refusal(
              "number_bombed", evidence("owners", owners, ownersIn), closings(asked, same), false));
    }
    Duration requestsIn = asked.policy().minutes(CheckSetting.SPAM_REQUESTS_MINUTES);
    Instant requestsSince = asked.at().minus(requestsIn);
    long requests = requests(same, requestsSince);
    if (requests > asked.policy().number(CheckSetting.SPAM_REQUESTS)) {
      return Optional.of(
          new Refusal(
              "number_asked_too_often",
              evidence("requests", requests, requestsIn),
              closings(asked, same),
              false));
    }
    return Optional.empty();
  }

  private static long owners(List<Seen> same, Instant since) {
    return same.stream().filter(s -> s.at().isAfter(since)).map(Seen::owner).distinct().count();
  }

  private static long requests(List<Seen> same, Instant since) {
    return same.stream().filter(s -> s.at().isAfter(since)).count();
  }

  private static Map<String, Object> evidence(String what, long count, Duration within) {
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put(what, count);
    evidence.put("minutes", within.toMinutes());
    return evidence;
  }

  /**
   * To the app for as long as it chose, and to all for the usual time at most if the number is
   * bombed by default: which of them is honest, the telephone does not care.
   */
  private static List<Closing> closings(Asked asked, List<Seen> same) {
    int own = asked.policy().number(CheckSetting.SPAM_VICTIM_BLOCK_HOURS);
    int usual = CheckSetting.SPAM_VICTIM_BLOCK_HOURS.usual();
    boolean toAll = own > 0 && isBombedByDefault(asked, same);
    List<Closing> closings = new ArrayList<>();
    if (toAll) {
      closings.add(closing(asked, null, Math.min(own, usual)));
    }
    if (toAll ? own > usual : own > 0) {
      closings.add(closing(asked, asked.policy().app(), own));
    }
    return closings;
  }

  private static Closing closing(Asked asked, @Nullable AppId app, int hours) {
    return new Closing(asked.request().msisdn().digits(), false, app, Duration.ofHours(hours));
  }

  private static boolean isBombedByDefault(Asked asked, List<Seen> same) {
    return owners(same, before(asked, CheckSetting.SPAM_OWNERS_MINUTES))
            >= CheckSetting.SPAM_OWNERS.usual()
        || requests(same, before(asked, CheckSetting.SPAM_REQUESTS_MINUTES))
            > CheckSetting.SPAM_REQUESTS.usual();
  }

  private static Instant before(Asked asked, CheckSetting minutes) {
    return asked.at().minus(Duration.ofMinutes(minutes.usual()));
  }
}
