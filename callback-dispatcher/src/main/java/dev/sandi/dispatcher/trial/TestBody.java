package dev.sandi.dispatcher.trial;

import dev.sandi.dispatcher.http.Body;
import dev.sandi.dispatcher.intake.CallbackBody;
import dev.sandi.event.Envelope;
import dev.sandi.event.EventJson;
import dev.sandi.event.EventType;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** What a test callback tells: what the contract's samples say, as customers get it. */
record TestBody(SessionId session, Body body) {

  /** What is told if no type is asked for, and never in earnest. */
  static final String TYPE = "sandi.test";

  /**
   * The body of a type.
   *
   * @param type {@value #TYPE}, or what customers see, such as {@code otp.sent}
   */
  static TestBody of(String type, Instant now) {
    boolean own = type.equals(TYPE);
    EventType event = EventType.find((own ? "otp.sent" : type) + ".v1").orElseThrow();
    LifecycleEvent sample = (LifecycleEvent) EventJson.read(event, sample(event));
    return new TestBody(
        sample.sessionId(),
        own
            ? own(sample, now)
            : CallbackBody.of(Envelope.of(sample, now, TraceParent.start()), sample));
  }

  private static Body own(LifecycleEvent sample, Instant now) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("session_id", sample.sessionId().toString());
    data.put("msisdn", sample.session().msisdn().digits());
    data.put("challenge", sample.session().challenge().value());
    data.put("status", "test");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", TYPE);
    body.put("timestamp", now.toString());
    body.put("data", data);
    return Body.of(JsonMapper.shared().writeValueAsBytes(body));
  }

  private static byte[] sample(EventType type) {
    try (InputStream in =
        Objects.requireNonNull(
            TestBody.class.getResourceAsStream("/sample/" + type.wireName() + ".json"))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
