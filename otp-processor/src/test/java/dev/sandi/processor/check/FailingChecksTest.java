package dev.sandi.processor.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.event.OtpRequested;
import dev.sandi.messaging.Outbox;
import dev.sandi.processor.Processor;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@RequiresInfrastructure
class FailingChecksTest {

  private final JdbcTemplate jdbc = Processor.shared().bean(JdbcTemplate.class);
  private final TransactionTemplate transactions =
      Processor.shared().bean(TransactionTemplate.class);
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final OtpRequested request = request();

  @Test
  void aCheckThatThrowsIsPassedOverAndTheOthersHold() {
    // Given
    RunChecks checks =
        checks(
            batch -> {
              throw new IllegalStateException("broken");
            });

    // When
    Map<SessionId, Decision> refused = run(checks, Set.of());

    // Then
    assertThat(refused.get(request.sessionId()))
        .isNotNull()
        .extracting(Decision::check)
        .isEqualTo("geography");
    assertThat(metrics.counter("sandi.processor.check.failed", "check", "broken").count())
        .isEqualTo(1);
  }

  @Test
  void aCheckWhoseStatementFailsIsNamedSoThatTheBatchIsDoneAgainWithoutIt() {
    // Given
    RunChecks checks =
        checks(
            batch -> {
              jdbc.queryForObject("select 1 / (select 0)", Long.class);
              return Map.of();
            });

    // When
    assertThatThrownBy(() -> run(checks, Set.of()))
        .isInstanceOfSatisfying(
            CheckFailedException.class,
            failure -> assertThat(failure.checks()).containsExactly("broken"));
    Map<SessionId, Decision> refused = run(checks, Set.of("broken"));

    // Then
    assertThat(refused).containsOnlyKeys(request.sessionId());
    assertThat(metrics.counter("sandi.processor.check.failed", "check", "broken").count())
        .isEqualTo(1);
  }

  private Map<SessionId, Decision> run(RunChecks checks, Set<String> passedOver) {
    return java.util.Objects.requireNonNull(
        transactions.execute(status -> checks.refuse(List.of(request), passedOver)));
  }

  private RunChecks checks(Function<Batch, Map<SessionId, Check.Refusal>> broken) {
    Clock clock = Processor.shared().bean(Clock.class);
    JsonMapper json = JsonMapper.builder().build();
    Check failing =
        new Check() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public Map<SessionId, Refusal> refuse(Batch batch) {
            return broken.apply(batch);
          }
        };
    return new RunChecks(
        List.of(failing, new Geography()),
        new AppPolicies(jdbc, json),
        new RecentRequests(jdbc),
        new CheckDecisions(jdbc, json),
        new CloseForAWhile(new Outbox(jdbc, () -> {}), clock),
        new FailedChecks(metrics),
        clock);
  }

  /** To a premium-rate number. */
  private static OtpRequested request() {
    Instant now = Processor.shared().bean(Clock.class).instant();
    return new OtpRequested(
        SessionId.at(now),
        new AppId("failing"),
        false,
        new PhoneNumber("449098790000"),
        ChallengeName.DEFAULT,
        SmsTemplate.DEFAULT,
        null,
        TimeLimit.DEFAULT,
        null,
        now,
        null,
        null);
  }
}
