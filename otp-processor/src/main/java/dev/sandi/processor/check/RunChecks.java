package dev.sandi.processor.check;

import dev.sandi.event.OtpRequested;
import dev.sandi.processor.check.Check.Refusal;
import dev.sandi.runtime.Failures;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Puts a batch of requests to every check, and records what they had against it. */
@Component
public class RunChecks {

  private static final Logger log = LoggerFactory.getLogger(RunChecks.class);

  private final List<Check> checks;
  private final CheckModes modes;
  private final CheckDecisions decisions;
  private final MeterRegistry metrics;
  private final Clock clock;

  RunChecks(
      List<Check> checks,
      CheckModes modes,
      CheckDecisions decisions,
      MeterRegistry metrics,
      Clock clock) {
    this.checks = checks;
    this.modes = modes;
    this.decisions = decisions;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Returns the first enforced refusal of each refused session, within the caller's transaction.
   */
  public Map<SessionId, Decision> refuse(List<OtpRequested> requests) {
    Map<AppId, Map<String, String>> settings =
        modes.of(requests.stream().map(OtpRequested::appId).distinct().toList());
    List<Decision> all = new ArrayList<>();
    for (Check check : checks) {
      List<OtpRequested> asked =
          requests.stream().filter(r -> mode(settings, r.appId(), check) != Mode.OFF).toList();
      Map<SessionId, AppId> apps =
          asked.stream().collect(Collectors.toMap(OtpRequested::sessionId, OtpRequested::appId));
      ask(check, asked)
          .forEach(
              (session, refusal) -> {
                AppId app = apps.get(session);
                if (app != null) {
                  boolean enforced = mode(settings, app, check) == Mode.ENFORCE;
                  all.add(new Decision(session, check.name(), enforced, refusal));
                }
              });
    }
    decisions.record(all, clock.instant());
    Map<SessionId, Decision> refused = new LinkedHashMap<>();
    all.stream().filter(Decision::enforced).forEach(d -> refused.putIfAbsent(d.session(), d));
    return refused;
  }

  /** A check that breaks fails open, for itself alone; a database that is away stops the batch. */
  private Map<SessionId, Refusal> ask(Check check, List<OtpRequested> requests) {
    if (requests.isEmpty()) {
      return Map.of();
    }
    try {
      return check.refuse(requests);
    } catch (DataAccessException e) {
      throw e;
    } catch (RuntimeException e) {
      metrics.counter("sandi.processor.check.failed", "check", check.name()).increment();
      log.error(
          "Check {} failed and is passed over: {}", check.name(), Failures.describeWithoutData(e));
      return Map.of();
    }
  }

  private static Mode mode(Map<AppId, Map<String, String>> settings, AppId app, Check check) {
    return Mode.of(settings.getOrDefault(app, Map.of()).get(check.name()));
  }
}
