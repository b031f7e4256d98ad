package dev.sandi.ingress.status;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The answer of {@code GET /v2/otp/{session_id}}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionView(@JsonUnwrapped RequestView request, List<Event> events) {

  /**
   * One event of a timeline.
   *
   * @param type the public name, as in callbacks: {@code otp.sent}
   * @param details what depends on the type
   */
  record Event(String type, Instant at, JsonNode details) {}

  /** The same with more events, all in the order of time. */
  SessionView with(List<Event> more) {
    return new SessionView(
        request,
        Stream.concat(events.stream(), more.stream()).sorted(comparing(Event::at)).toList());
  }
}
