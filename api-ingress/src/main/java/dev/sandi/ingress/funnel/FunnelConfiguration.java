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
}
