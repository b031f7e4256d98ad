package dev.sandi.processor.verify;

import dev.sandi.runtime.ConfigurationException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many wrong guesses are looked at, beside the five in 15 minutes of a challenge.
 *
 * @param mostFailures in a row at a number, over all challenges of an app; at most 100 (NIST SP
 *     800-63B-4, section 3.2.2)
 * @param lock for how long no guess at the number is looked at after that
 */
@ConfigurationProperties("sandi.processor.guesses")
record GuessLimits(@DefaultValue("100") int mostFailures, @DefaultValue("24h") Duration lock) {

  static final int MOST_WRONG = 5;
  static final Duration WINDOW = Duration.ofMinutes(15);

  GuessLimits {
    if (mostFailures < 2 * MOST_WRONG || mostFailures > 100) {
      throw new ConfigurationException(
          "sandi.processor.guesses.most-failures should be between 10 and 100");
    }
    if (lock.compareTo(WINDOW) < 0) {
      throw new ConfigurationException("sandi.processor.guesses.lock should be at least 15m");
    }
  }
}
