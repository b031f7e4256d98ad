package dev.sandi.processor.report;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import dev.sandi.storage.DailyPartitions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The loops behind delivery reports; they outlive the gateways, which hand them in. */
@Configuration(proxyBeanMethods = false)
class ReportConfiguration {

  private static final int PHASE = MessagingConfiguration.WORKERS_PHASE - 10;

  @Bean
  DailyPartitions gatewayMessagePartitions(
      JdbcTemplate jdbc, TransactionTemplate transactions, Clock clock, ReportSettings settings) {
    return new DailyPartitions(
        jdbc,
        transactions,
        clock,
        List.of("gateway_messages"),
        settings.retention(),
        // A report changes its message's row once, and finds room for that in the same page.
        Map.of("gateway_messages", "fillfactor = 75"));
  }

  @Bean
  WakeableLoop gatewayMessagePartitionsLoop(
      @Qualifier("gatewayMessagePartitions") DailyPartitions partitions) {
    return partitions.loop("processor-message-partitions", PHASE);
  }

  @Bean
  WakeableLoop takeReportsLoop(TakeReports take) {
    WakeableLoop loop =
        new WakeableLoop("processor-take-reports", Duration.ofSeconds(1), PHASE, take::takeWaiting);
    take.onHanded(loop::wake);
    return loop;
  }

  @Bean
  WakeableLoop matchReportsLoop(MatchReports match, TakeReports take, GatewayMessages messages) {
    WakeableLoop loop =
        new WakeableLoop("processor-match-reports", Duration.ofMillis(250), PHASE, match::matchDue);
    take.onTaken(loop::wake);
    messages.onAdded(
        keys -> {
          match.recorded(keys);
          loop.wake();
        });
    return loop;
  }

  @Bean
  WakeableLoop resendUnreportedLoop(ResendUnreported resend) {
    return new WakeableLoop(
        "processor-resend-unreported", Duration.ofMillis(250), PHASE, resend::resendDue);
  }

  @Bean
  WakeableLoop figuresLoop(GatewayFigures figures) {
    return new WakeableLoop(
        "processor-gateway-figures", Duration.ofSeconds(1), PHASE, figures::count);
  }
}
