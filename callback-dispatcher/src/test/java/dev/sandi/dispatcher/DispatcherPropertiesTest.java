package dev.sandi.dispatcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.runtime.ConfigurationException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatcherPropertiesTest {

  private static final List<Duration> SCHEDULE = List.of(Duration.ofSeconds(5));

  @Test
  void letsALeaseOutliveAnAttempt() {
    assertThatCode(() -> properties(SCHEDULE, 15, 30)).doesNotThrowAnyException();
    assertThatThrownBy(() -> properties(SCHEDULE, 15, 29))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("sandi.dispatcher.lease should be at least the deadline and 15 seconds");
  }

  @Test
  void refusesADeadlineThatNobodyWouldWaitFor() {
    assertThatThrownBy(() -> properties(SCHEDULE, 31, 60))
        .hasMessage("sandi.dispatcher.deadline should be at most 30 seconds");
    assertThatThrownBy(() -> properties(SCHEDULE, 0, 60))
        .hasMessage("sandi.dispatcher.deadline should be at most 30 seconds");
  }

  @Test
  void refusesAScheduleWithoutPauses() {
    assertThatThrownBy(() -> properties(List.of(), 15, 60))
        .hasMessage("sandi.dispatcher.retry-schedule should have at least one pause");
    assertThatThrownBy(() -> properties(List.of(Duration.ZERO), 15, 60))
        .hasMessage("sandi.dispatcher.retry-schedule should have positive pauses only");
  }

  @Test
  void keepsADayUntilItsLastDeliveryHasEnded() {
    assertThatCode(() -> properties(SCHEDULE, 15, 60, 20)).doesNotThrowAnyException();
    assertThatThrownBy(() -> properties(SCHEDULE, 15, 60, 19))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("sandi.dispatcher.retention should be at least twenty days");
  }

  private static DispatcherProperties properties(
      List<Duration> schedule, int deadlineSeconds, int leaseSeconds) {
    return properties(schedule, deadlineSeconds, leaseSeconds, 30);
  }

  private static DispatcherProperties properties(
      List<Duration> schedule, int deadlineSeconds, int leaseSeconds, int retentionDays) {
    return new DispatcherProperties(
        schedule,
        Duration.ofSeconds(deadlineSeconds),
        Duration.ofSeconds(leaseSeconds),
        Duration.ofSeconds(1),
        100,
        16,
        4,
        Duration.ofDays(retentionDays));
  }
}
