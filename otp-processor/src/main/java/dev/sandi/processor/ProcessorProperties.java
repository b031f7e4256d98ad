package dev.sandi.processor;

import dev.sandi.runtime.ConfigurationException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of this service.
 *
 * @param gateway name of the gateway for what is not simulated; required
 * @param window most messages of one gateway whose answers are not on record yet, per copy
 * @param submitLease how long a claimed message belongs to its copy; longer than a gateway takes to
 *     answer
 * @param stall how long nothing may come back from a gateway that messages are with, before it
 *     counts as away
 * @param leastDelivered share of a gateway's messages to a country, from 0 to 1, below which others
 *     of the route come first, by its delivery reports
 * @param ambiguous what to do with a message whose answer never came: {@code resend} or {@code
 *     fail}
 * @param retention how long sessions are kept
 */
@ConfigurationProperties("sandi.processor")
public record ProcessorProperties(
    @DefaultValue("") String gateway,
    @DefaultValue("500") int window,
    @DefaultValue("30s") Duration submitLease,
    @DefaultValue("3s") Duration stall,
    @DefaultValue("0.3") double leastDelivered,
    @DefaultValue("resend") Ambiguous ambiguous,
    @DefaultValue("30d") Duration retention) {

  /** What to do with a message that was perhaps sent. */
  public enum Ambiguous {
    /** Submit again: perhaps two SMS, never none. */
    RESEND,
    /** End as failed: perhaps none, never two. */
    FAIL
  }

  public ProcessorProperties {
    if (window < 1) {
      throw new ConfigurationException("sandi.processor.window should be at least 1");
    }
    if (submitLease.toSeconds() < 1) {
      throw new ConfigurationException("sandi.processor.submit-lease should be at least 1s");
    }
    if (!(leastDelivered >= 0 && leastDelivered <= 1)) {
      throw new ConfigurationException("sandi.processor.least-delivered should be 0 to 1");
    }
    if (stall.toMillis() < 100) {
      throw new ConfigurationException("sandi.processor.stall should be at least 100ms");
    }
    if (retention.toDays() < 20) {
      // A request may wait in Kafka for a week before it becomes a session.
      throw new ConfigurationException("sandi.processor.retention should be at least 20d");
    }
  }

  /** How long a gateway's answer is waited for: shorter than the lease, so that it is recorded. */
  public Duration answerTimeout() {
    return submitLease.multipliedBy(2).dividedBy(3);
  }
}
