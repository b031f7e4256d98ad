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
import org.springframework.stereotype.Component;

/**
 * More requests of an owner within an hour below a prefix (the number without its last four digits)
 * than a floor, and than a multiple of the busiest hour that the prefix had with this owner. What
 * counts is what nobody has verified; of all there may be that multiple, whoever enters the codes.
 * The sandbox has no such history, so the floor alone holds there.
 */
@Component
class Bursts {

  static final Duration WITHIN = Duration.ofHours(1);

  private final TrafficHistory traffic;

  Bursts(TrafficHistory traffic) {
    this.traffic = traffic;
  }

  Optional<Refusal> judge(Asked asked, History.View view) {
    int floor = asked.policy().number(CheckSetting.SPAM_BURST);
    if (view.below(asked.prefix()).size() <= floor) {
      return Optional.empty();
    }
    Instant since = asked.at().minus(WITHIN);
    List<Seen> own =
        view.below(asked.prefix()).stream()
            .filter(s -> s.owner().equals(asked.owner()) && s.at().isAfter(since))
            .toList();
    long unverified = own.stream().filter(s -> !s.isVerified(asked.at())).count();
    int factor = asked.policy().number(CheckSetting.SPAM_BURST_FACTOR);
    long usual = asked.sandbox() ? 0 : traffic.busiestHour(asked.owner(), prefix(asked));
    long allowed = Math.max(floor, usual * factor);
    if (unverified <= allowed && own.size() <= allowed * factor) {
      return Optional.empty();
    }
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("prefix", prefix(asked) + "*");
    evidence.put("requests", (long) own.size());
    evidence.put("unverified", unverified);
    evidence.put("minutes", WITHIN.toMinutes());
    evidence.put("allowed", allowed);
    evidence.put("busiest_hour", usual);
    return Optional.of(new Refusal("prefix_burst", evidence, closings(asked), false));
  }

  static String prefix(Asked asked) {
    String digits = asked.request().msisdn().digits();
    return digits.substring(0, digits.length() - 4);
  }

  private static List<Closing> closings(Asked asked) {
    return Closing.ofPrefix(
        prefix(asked), asked.policy().app(), asked.policy().number(CheckSetting.SPAM_BLOCK_HOURS));
  }
}
