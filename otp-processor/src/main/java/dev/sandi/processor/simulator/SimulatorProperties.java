package dev.sandi.processor.simulator;

import dev.sandi.runtime.ConfigurationException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the simulated handsets.
 *
 * @param lateReport how long after the SMS a delivery report comes that is to come late
 */
@ConfigurationProperties("sandi.processor.simulator")
record SimulatorProperties(@DefaultValue("30s") Duration lateReport) {

  SimulatorProperties {
    if (lateReport.isNegative()) {
      throw new ConfigurationException(
          "sandi.processor.simulator.late-report should not be negative");
    }
  }
}
