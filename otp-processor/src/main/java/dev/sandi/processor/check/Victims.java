package dev.sandi.processor.check;

import dev.sandi.processor.check.Check.Closing;
import dev.sandi.processor.check.Check.Refusal;
import dev.sandi.value.CheckSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Numbers that are bombed: by many owners within minutes, or by requests without an end. */
final class Victims {

  private Victims() {}

  static Optional<Refusal> judge(Asked asked, History.View view) {
    List<Seen> same =
        view.below(asked.prefix()).stream().filter(s -> s.number() == asked.number()).toList();
    int mostOwners = asked.policy().number(CheckSetting.SPAM_OWNERS);
    Duration ownersIn = asked.policy().minutes(CheckSetting.SPAM_OWNERS_MINUTES);
    Instant ownersSince = asked.at().minus(ownersIn);
    long owners =
        same.stream().filter(s -> s.at().isAfter(ownersSince)).map(Seen::owner).distinct().count();
    if (owners >= mostOwners) {
      return Optional.of(
          new Refusal(
              "number_bombed", evidence("owners", owners, ownersIn), closing(asked), false));
    }
    Duration requestsIn = asked.policy().minutes(CheckSetting.SPAM_REQUESTS_MINUTES);
    Instant requestsSince = asked.at().minus(requestsIn);
    long requests = same.stream().filter(s -> s.at().isAfter(requestsSince)).count();
    if (requests > asked.policy().number(CheckSetting.SPAM_REQUESTS)) {
      return Optional.of(
          new Refusal(
              "number_asked_too_often",
              evidence("requests", requests, requestsIn),
              closing(asked),
              false));
    }
    return Optional.empty();
  }

  private static Map<String, Object> evidence(String what, long count, Duration within) {
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put(what, count);
    evidence.put("minutes", within.toMinutes());
    return evidence;
  }

  /** To all: which of them is honest, the victim's telephone does not care. */
  private static @Nullable Closing closing(Asked asked) {
    int hours = asked.policy().number(CheckSetting.SPAM_VICTIM_BLOCK_HOURS);
    return hours == 0
        ? null
        : new Closing(asked.request().msisdn().digits(), false, null, Duration.ofHours(hours));
  }
}
