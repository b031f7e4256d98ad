package dev.sandi.event;

import dev.sandi.value.TraceParent;
import dev.sandi.value.UuidV7;
import java.time.Instant;
import java.util.UUID;

/**
 * An event with its CloudEvents attributes.
 *
 * @param id the same for every copy of the event ({@code ce_id})
 * @param time when it happened ({@code ce_time})
 * @param trace where it stands in a trace ({@code traceparent})
 */
public record Envelope(UUID id, Instant time, TraceParent trace, Event event) {

  /** Puts a new event, which happened at {@code time}, into an envelope. */
  public static Envelope of(Event event, Instant time, TraceParent trace) {
    return new Envelope(UuidV7.at(time), time, trace, event);
  }

  /** The same at another place of its trace. */
  public Envelope in(TraceParent place) {
    return new Envelope(id, time, place, event);
  }

  public EventType type() {
    return EventType.of(event);
  }
}
