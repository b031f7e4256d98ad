package dev.sandi.processor.verify;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.runtime.WakeableLoop.Next;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Deletes failures at numbers that nobody guessed at for a month. */
@Configuration(proxyBeanMethods = false)
class ForgetFailures {

  private static final int BATCH = 500;

  /** So long that what forgetting refills is no budget: 100 guesses a month. */
  private static final Duration REMEMBERED = Duration.ofDays(30);

  @Bean
  WakeableLoop forgetFailuresLoop(Guesses guesses, Clock clock) {
    return new WakeableLoop(
        "processor-failures-forgetter",
        Duration.ofMinutes(10),
        MessagingConfiguration.WORKERS_PHASE,
        () ->
            guesses.forget(clock.instant().minus(REMEMBERED), BATCH) == BATCH
                ? Next.AT_ONCE
                : Next.WHEN_WOKEN);
  }
}
