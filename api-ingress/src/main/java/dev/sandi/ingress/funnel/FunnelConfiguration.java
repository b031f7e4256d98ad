package dev.sandi.ingress.funnel;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class FunnelConfiguration {

  @Bean
  WakeableLoop countsLoop(RequestCounts counts, TransactionTemplate transactions, Clock clock) {
    CountRequests countRequests = new CountRequests(counts, transactions, clock);
    return new WakeableLoop(
        "ingress-counts",
        CountRequests.PAUSE,
        MessagingConfiguration.WORKERS_PHASE,
        countRequests::run);
  }

  /** Apart from the counts, which are to be new even when there is much to be timed. */
  @Bean
  WakeableLoop timesLoop(
      StageTimes times, AcceptTimes accepted, TransactionTemplate transactions, Clock clock) {
    CountRequests countStages = new CountRequests(times, transactions, clock);
    return new WakeableLoop(
        "ingress-times",
        CountRequests.PAUSE,
        MessagingConfiguration.WORKERS_PHASE,
        () -> {
          accepted.write(clock.instant());
          return countStages.run();
        });
  }
}
