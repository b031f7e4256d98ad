package dev.sandi.processor.simulator;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.runtime.WakeableLoop;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The loops behind the simulated handsets; they outlive the submitter, whom they answer, but for
 * the one of chosen reports: it stops before those whom it hands them to.
 */
@Configuration(proxyBeanMethods = false)
class SimulatorConfiguration {

  private static final int PHASE = MessagingConfiguration.WORKERS_PHASE - 10;

  @Bean
  WakeableLoop simulatorLoop(SimulatorGateway gateway) {
    WakeableLoop loop =
        new WakeableLoop(
            "processor-simulator", Duration.ofSeconds(1), PHASE, gateway::deliverWaiting);
    gateway.onSubmitted(loop::wake);
    return loop;
  }

  @Bean
  WakeableLoop chosenReportsLoop(ChosenReports reports) {
    return new WakeableLoop(
        "processor-chosen-reports", Duration.ofMillis(250), PHASE + 1, reports::tellDue);
  }

  @Bean
  WakeableLoop handsetReportsLoop(HandsetReports reports) {
    return new WakeableLoop(
        "processor-handset-reports", Duration.ofMillis(100), PHASE, reports::tellWaiting);
  }
}
