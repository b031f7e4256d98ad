package dev.sandi.processor.report;

import dev.sandi.runtime.ConfigurationException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of delivery reports.
 *
 * @param retention how long messages are kept that reports may come for
 * @param keepUnknown how long a report is kept whose message is not on record
 * @param mostWaiting most reports that wait to be taken, per copy; what comes then is to come again
 * @param figuresOver how far the figures of a gateway look back
 * @param fewestForFigures of how many messages there are figures
 */
@ConfigurationProperties("sandi.processor.reports")
record ReportSettings(
    @DefaultValue("4d") Duration retention,
    @DefaultValue("24h") Duration keepUnknown,
    @DefaultValue("10000") int mostWaiting,
    @DefaultValue("1h") Duration figuresOver,
    @DefaultValue("20") int fewestForFigures) {

  ReportSettings {
    if (retention.toDays() < 1) {
      throw new ConfigurationException("sandi.processor.reports.retention should be at least 1d");
    }
    if (keepUnknown.toMinutes() < 1) {
      throw new ConfigurationException(
          "sandi.processor.reports.keep-unknown should be at least 1m");
    }
    if (figuresOver.toMinutes() < 15 || figuresOver.toHours() > 24) {
      throw new ConfigurationException(
          "sandi.processor.reports.figures-over should be between 15m and 24h");
    }
    if (fewestForFigures < 1) {
      throw new ConfigurationException(
          "sandi.processor.reports.fewest-for-figures should be at least 1");
    }
    if (mostWaiting < 1) {
      throw new ConfigurationException("sandi.processor.reports.most-waiting should be at least 1");
    }
  }
}
