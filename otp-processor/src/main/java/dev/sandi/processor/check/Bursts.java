package dev.sandi.processor.check;

import dev.sandi.processor.check.Check.Closing;
import dev.sandi.processor.check.Check.Refusal;
import dev.sandi.value.CheckSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * More requests of an owner within an hour below a prefix (the number without its last four digits)
 * than a floor, and than a multiple of the busiest hour that the prefix had with this owner.
 */
@Component
class Bursts {

  private static final Duration WITHIN = Duration.ofHours(1);

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
    long requests =
        view.below(asked.prefix()).stream()
            .filter(s -> s.owner().equals(asked.owner()) && s.at().isAfter(since))
            .count();
    long usual = traffic.busiestHour(asked.owner(), prefix(asked));
    long allowed = Math.max(floor, usual * asked.policy().number(CheckSetting.SPAM_BURST_FACTOR));
    if (requests <= allowed) {
      return Optional.empty();
    }
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("prefix", prefix(asked) + "*");
    evidence.put("requests", requests);
    evidence.put("minutes", WITHIN.toMinutes());
    evidence.put("allowed", allowed);
    evidence.put("busiest_hour", usual);
    return Optional.of(new Refusal("prefix_burst", evidence, closing(asked), false));
  }

  static String prefix(Asked asked) {
    String digits = asked.request().msisdn().digits();
    return digits.substring(0, digits.length() - 4);
  }

  private static @Nullable Closing closing(Asked asked) {
    int hours = asked.policy().number(CheckSetting.SPAM_BLOCK_HOURS);
    return hours == 0 || prefix(asked).isEmpty()
        ? null
        : new Closing(prefix(asked), true, asked.policy().app(), Duration.ofHours(hours));
  }
}
