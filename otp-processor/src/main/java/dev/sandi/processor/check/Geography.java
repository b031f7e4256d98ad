package dev.sandi.processor.check;

import dev.sandi.processor.check.Regions.Kind;
import dev.sandi.processor.check.Regions.Place;
import dev.sandi.value.SessionId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Refuses numbers of countries that the app does not serve, and of ranges that nobody should get a
 * code in: premium-rate ones, and those that no numbering plan gives out. The last are only
 * recorded unless the app says otherwise: plans change, and the library is as old as the release.
 */
@Component
@Order(4)
class Geography implements Check {

  @Override
  public String name() {
    return CheckName.GEOGRAPHY.text();
  }

  @Override
  public Map<SessionId, Refusal> refuse(Batch batch) {
    Map<SessionId, Refusal> refusals = new LinkedHashMap<>();
    for (Asked asked : batch.requests()) {
      judge(asked).ifPresent(refusal -> refusals.put(asked.session(), refusal));
    }
    return refusals;
  }

  private Optional<Refusal> judge(Asked asked) {
    Place place = Regions.of(asked.request().msisdn());
    List<String> allowed = asked.policy().words(name(), "allow");
    List<String> denied = asked.policy().words(name(), "deny");
    if (denied.contains(place.region())
        || (!allowed.isEmpty() && !allowed.contains(place.region()))) {
      return Optional.of(refusal("country_not_served", place, false));
    }
    if (place.kind() == Kind.PREMIUM) {
      return Optional.of(refusal("premium_rate", place, false));
    }
    Mode unallocated = asked.policy().mode(name(), "unallocated", Mode.SHADOW);
    return place.kind() == Kind.UNALLOCATED && unallocated != Mode.OFF
        ? Optional.of(refusal("unallocated", place, unallocated == Mode.SHADOW))
        : Optional.empty();
  }

  private static Refusal refusal(String reason, Place place, boolean recordedOnly) {
    return new Refusal(reason, Map.of("region", place.region()), List.of(), recordedOnly);
  }
}
