package dev.sandi.bench.sending;

import dev.sandi.bench.EventLog;
import dev.sandi.bench.sending.Told.Kind;
import dev.sandi.event.Envelope;
import dev.sandi.event.LifecycleEvent;
import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpFailed;
import dev.sandi.event.OtpRejected;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.event.OtpVerified;
import dev.sandi.event.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Reads every lifecycle event, copies too, as it is published. */
public final class Lifecycle implements AutoCloseable {

  private final Queue<Told> told = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;
  private volatile long lastReadAt = System.nanoTime();

  public Lifecycle(String bootstrapServers) {
    Thread thread = new Thread(() -> read(bootstrapServers), "lifecycle");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(String bootstrapServers) {
    try (EventLog log = new EventLog(bootstrapServers, Topics.OTP_LIFECYCLE)) {
      while (!closed) {
        log.read(this::add);
      }
    }
  }

  private void add(Envelope envelope) {
    if (envelope.event() instanceof LifecycleEvent event) {
      Kind kind = kind(event);
      if (kind != Kind.EXPIRED) {
        // Codes end long after their messages have: nobody need wait for that.
        lastReadAt = System.nanoTime();
      }
      told.add(
          new Told(
              envelope.id().toString(),
              kind,
              event.sessionId().toString(),
              messageId(event),
              reason(event)));
    }
  }

  private static Kind kind(LifecycleEvent event) {
    if (event instanceof OtpSent) {
      return Kind.SENT;
    } else if (event instanceof OtpDelivered) {
      return Kind.DELIVERED;
    } else if (event instanceof OtpUndelivered) {
      return Kind.UNDELIVERED;
    } else if (event instanceof OtpFailed) {
      return Kind.FAILED;
    } else if (event instanceof OtpRejected) {
      return Kind.REJECTED;
    } else if (event instanceof OtpVerified) {
      return Kind.VERIFIED;
    }
    return event instanceof OtpExpired ? Kind.EXPIRED : Kind.OTHER;
  }

  private static @Nullable String messageId(LifecycleEvent event) {
    if (event instanceof OtpSent sent) {
      return sent.messageId();
    }
    return event instanceof OtpDelivered delivered ? delivered.messageId() : null;
  }

  private static @Nullable String reason(LifecycleEvent event) {
    if (event instanceof OtpFailed failed) {
      return failed.reason();
    }
    return event instanceof OtpRejected rejected ? rejected.reason() : null;
  }

  public List<Told> told() {
    return List.copyOf(told);
  }

  /** Whether nothing has come for a while. */
  public boolean isQuietFor(Duration time) {
    return System.nanoTime() - lastReadAt > time.toNanos();
  }

  @Override
  public void close() {
    closed = true;
  }
}
