package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.DispatcherProperties;
import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.runtime.WakeableLoop.Next;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The figures of what waits. */
@Configuration(proxyBeanMethods = false)
class BacklogConfiguration {

  /** What is looked at now and then; each look is one query. */
  private static final int POLLS = 10;

  @Bean
  WatchBacklog watchBacklog(JdbcTemplate jdbc, Lanes lanes, Clock clock, MeterRegistry metrics) {
    WatchBacklog watch = new WatchBacklog(jdbc, lanes, clock);
    watch.tell(metrics);
    return watch;
  }

  @Bean
  WakeableLoop backlogLoop(WatchBacklog backlog, DispatcherProperties properties) {
    return new WakeableLoop(
        "dispatcher-backlog",
        properties.pollInterval().multipliedBy(POLLS),
        MessagingConfiguration.WORKERS_PHASE,
        () -> {
          backlog.look();
          return Next.WHEN_WOKEN;
        });
  }
}
