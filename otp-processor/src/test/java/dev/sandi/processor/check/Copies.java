package dev.sandi.processor.check;

import dev.sandi.event.AppChanged;
import dev.sandi.event.OtpRequested;
import dev.sandi.messaging.Outbox;
import dev.sandi.processor.Processor;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The checks as each copy of the service has them, and requests that come to any of them. */
final class Copies {

  private static final Map<String, Map<String, Object>> WITHOUT_BLOCKS =
      Map.of(
          "sequential",
          Map.of("block_hours", 0),
          "spam",
          Map.of("block_hours", 0, "victim_block_hours", 0));

  private Copies() {}

  /** A copy that has only the database in common with others. */
  static RunChecks over(DataSource source) {
    JdbcTemplate jdbc = new JdbcTemplate(source);
    JsonMapper json = JsonMapper.builder().build();
    Clock clock = Processor.shared().bean(Clock.class);
    TrafficHistory traffic = new TrafficHistory(jdbc, clock);
    traffic.reload();
    return new RunChecks(
        List.of(
            new BlockedNumbers(new Blocks(jdbc), clock),
            new Spam(new BaitTemplates(), new Bursts(traffic)),
            new SequentialNumbers(),
            new Conversion(traffic, clock),
            new Geography()),
        new AppPolicies(jdbc, json),
        new RecentRequests(jdbc),
        new CheckDecisions(jdbc, json),
        new CloseForAWhile(new Outbox(jdbc, () -> {}), clock),
        Processor.shared().bean(FailedChecks.class),
        clock);
  }

  /** An app whose checks refuse, and close nothing. */
  static AppId app(String id, String owner, Instant at) {
    AppId app = new AppId(id);
    Processor.shared()
        .bean(AppPolicies.class)
        .put(
            List.of(
                new AppChanged(
                    app,
                    false,
                    true,
                    false,
                    null,
                    List.of(),
                    Map.of("geography", "off"),
                    at,
                    new AppId(owner),
                    List.of(),
                    WITHOUT_BLOCKS,
                    null,
                    null)));
    return app;
  }

  static OtpRequested request(AppId app, long number, Instant at) {
    return request(app, number, at, false);
  }

  static OtpRequested request(AppId app, long number, Instant at, boolean sandbox) {
    return new OtpRequested(
        SessionId.at(at),
        app,
        sandbox,
        new PhoneNumber(Long.toString(number)),
        ChallengeName.DEFAULT,
        SmsTemplate.DEFAULT,
        null,
        TimeLimit.DEFAULT,
        null,
        at,
        null,
        null);
  }
}
