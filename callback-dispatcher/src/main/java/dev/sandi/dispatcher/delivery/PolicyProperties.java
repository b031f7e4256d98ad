package dev.sandi.dispatcher.delivery;

import dev.sandi.runtime.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * By which rules endpoints are called.
 *
 * @param ratePerEndpoint most attempts a second of one copy at one app's origin
 * @param maxAge by type, as in {@code otp.sent}: how long after it was taken in a callback is still
 *     repeated; a type that is not named is repeated to the end of the schedule
 */
@ConfigurationProperties("sandi.dispatcher.policy")
record PolicyProperties(
    @DefaultValue("10000") int ratePerEndpoint, @DefaultValue Map<String, Duration> maxAge) {

  PolicyProperties {
    check(ratePerEndpoint >= 1, "rate-per-endpoint should be at least 1");
    maxAge = Map.copyOf(maxAge);
    check(
        maxAge.values().stream().noneMatch(age -> age.isNegative() || age.isZero()),
        "max-age should have positive durations only");
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new ConfigurationException("sandi.dispatcher.policy." + rule);
    }
  }
}
