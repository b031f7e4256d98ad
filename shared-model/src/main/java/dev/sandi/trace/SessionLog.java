package dev.sandi.trace;

import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Lines of the log that are about a session: for machines ({@code SANDI_LOG_FORMAT=json}) they have
 * {@code session_id} and, where it is known, {@code trace_id} as fields of their own.
 */
public final class SessionLog {

  private SessionLog() {}

  /** Adds the fields to a line that is still to be logged. */
  public static LoggingEventBuilder about(
      LoggingEventBuilder line, SessionId session, @Nullable TraceParent trace) {
    LoggingEventBuilder named = line.addKeyValue("session_id", session);
    return trace == null ? named : named.addKeyValue("trace_id", trace.traceId());
  }
}
