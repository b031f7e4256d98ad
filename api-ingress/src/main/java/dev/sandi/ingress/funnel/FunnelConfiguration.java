package dev.sandi.ingress.funnel;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FunnelConfiguration {

  @Bean(destroyMethod = "giveBack")
  CountRequests<Map<String, Map<String, Long>>> countRequests(RequestCounts counts, Clock clock) {
    return new CountRequests<>(counts, clock, System::nanoTime);
  }

  @Bean(destroyMethod = "giveBack")
  CountRequests<Map<String, StageTimes.Stored>> timeStages(StageTimes times, Clock clock) {
    return new CountRequests<>(times, clock, System::nanoTime);
  }

  @Bean
  WakeableLoop countsLoop(CountRequests<Map<String, Map<String, Long>>> countRequests) {
    return loop("ingress-counts", countRequests::run);
  }

  /** Apart from the counts, which are to be new even when there is much to be timed. */
  @Bean
  WakeableLoop timesLoop(CountRequests<Map<String, StageTimes.Stored>> timeStages) {
    return loop("ingress-times", timeStages::run);
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
    return new WakeableLoop(
        name,
        CountRequests.PAUSE,
        CountRequests.MOMENT,
        MessagingConfiguration.WORKERS_PHASE,
        work);
  }
}
