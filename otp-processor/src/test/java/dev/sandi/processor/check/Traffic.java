package dev.sandi.processor.check;

import dev.sandi.event.OtpRequested;
import dev.sandi.value.AppId;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.SmsTemplate;
import dev.sandi.value.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests in the order of their arrival, a moment apart. */
final class Traffic {

  private final List<Asked> asked = new ArrayList<>();
  private final List<Seen> before = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-25T10:00:00Z");
  private Duration step = Duration.ofMillis(100);
  private Map<String, Map<String, Object>> settings = Map.of();
  private List<String> domains = List.of();
  private boolean sandbox;

  void step(Duration other) {
    step = other;
  }

  void wait(Duration time) {
    now = now.plus(time);
  }

  void settings(Map<String, Map<String, Object>> others) {
    settings = others;
  }

  void domains(String... allowed) {
    domains = List.of(allowed);
  }

  void sandbox(boolean other) {
    sandbox = other;
  }

  /** Returns the request's place. */
  int ask(String app, long number) {
    return ask(app, app, number);
  }

  int ask(String app, String owner, long number) {
    return ask(app, owner, number, "Your verification code is $OTP");
  }

  int ask(String app, String owner, long number, String template) {
    OtpRequested request =
        new OtpRequested(
            SessionId.at(now),
            new AppId(app),
            sandbox,
            new PhoneNumber(Long.toString(number)),
            ChallengeName.DEFAULT,
            new SmsTemplate(template),
            null,
            TimeLimit.DEFAULT,
            null,
            now,
            null,
            null);
    asked.add(
        Asked.of(request, new AppPolicy(request.appId(), owner, Map.of(), settings, domains)));
    now = now.plus(step);
    return asked.size() - 1;
  }

  /** A request of another batch, whose code was verified so long after it. */
  void askAndVerify(String owner, long number, Duration later) {
    before.add(new Seen(owner, number, now, SessionId.at(now).value(), now.plus(later)));
    now = now.plus(step);
  }

  List<Asked> asked() {
    return asked;
  }

  /** The refusals, by place, when all is put to a check at once. */
  Map<Integer, Check.Refusal> refusals(Check check) {
    Map<SessionId, Integer> places = new LinkedHashMap<>();
    asked.forEach(one -> places.put(one.session(), places.size()));
    Map<Integer, Check.Refusal> refusals = new TreeMap<>();
    check
        .refuse(new Batch(asked, History.of(before)))
        .forEach((session, refusal) -> refusals.put(places.get(session), refusal));
    return refusals;
  }

  List<Integer> refusedBy(Check check) {
    return List.copyOf(refusals(check).keySet());
  }
}
