package dev.sandi.ingress.replay;

import dev.sandi.event.EventType;
import dev.sandi.event.Topics;
import dev.sandi.ingress.admin.JsonFields;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.request.JsonBody;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which callbacks are to be replayed, and how fast. */
final class ReplayBody {

  private static final long USUAL_RATE = 100;
  private static final long HIGHEST_RATE = 1000;
  private static final int LONGEST_HOST = 253;

  private static final List<String> TYPES =
      Arrays.stream(EventType.values())
          .filter(type -> type.topic().equals(Topics.OTP_LIFECYCLE))
          .map(EventType::publicName)
          .toList();

  private ReplayBody() {}

  /**
   * What to ask the dispatcher for: {@code filter} and {@code rate}.
   *
   * @throws Refusal 422 if anything is wrong
   */
  static Map<String, Object> read(JsonBody body) {
    JsonFields fields = JsonFields.of(body);
    fields.require("filter");
    Map<String, String> filter = filter(fields.fields("filter"));
    long rate = fields.number("rate", 1, HIGHEST_RATE).orElse(USUAL_RATE);
    fields.end();
    return Map.of("filter", filter, "rate", rate);
  }

  private static Map<String, String> filter(JsonFields fields) {
    Map<String, String> filter = new LinkedHashMap<>();
    put(filter, "app", fields.parsed("app", text -> new AppId(text).value()));
    put(filter, "session", fields.parsed("session", text -> SessionId.of(text).toString()));
    put(filter, "type", fields.choice("type", TYPES));
    put(filter, "state", fields.choice("state", List.of("exhausted", "delivered")));
    put(filter, "host", fields.text("host", 1, LONGEST_HOST));
    Optional<Instant> from = fields.time("from");
    Optional<Instant> to = fields.time("to");
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      fields.fault("from", "from should be before to");
    }
    put(filter, "from", from.map(Instant::toString));
    put(filter, "to", to.map(Instant::toString));
    return filter;
  }

  private static void put(Map<String, String> filter, String name, Optional<String> value) {
    value.ifPresent(text -> filter.put(name, text));
  }
}
