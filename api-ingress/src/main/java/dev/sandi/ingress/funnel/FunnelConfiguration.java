package dev.sandi.ingress.funnel;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FunnelConfiguration {

  @Bean
  WakeableLoop countsLoop(RequestCounts counts, Clock clock) {
    return loop("ingress-counts", new CountRequests<>(counts, clock)::run);
  }

  /** Apart from the counts, which are to be new even when there is much to be timed. */
  @Bean
  WakeableLoop timesLoop(StageTimes times, Clock clock) {
    return loop("ingress-times", new CountRequests<>(times, clock)::run);
  }

  @Bean
  WakeableLoop acceptTimesLoop(AcceptTimes accepted, Clock clock) {
    return loop(
        "ingress-accept-times",
        () -> {
          accepted.write(clock.instant());
          return WakeableLoop.Next.WHEN_WOKEN;
        });
  }

  private static WakeableLoop loop(String name, WakeableLoop.Work work) {
    return new WakeableLoop(name, CountRequests.PAUSE, MessagingConfiguration.WORKERS_PHASE, work);
  }
}
