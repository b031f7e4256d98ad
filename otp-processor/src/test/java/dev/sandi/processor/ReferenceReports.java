package dev.sandi.processor;

import dev.sandi.event.OtpDelivered;
import dev.sandi.event.OtpExpired;
import dev.sandi.event.OtpSent;
import dev.sandi.event.OtpUndelivered;
import dev.sandi.event.OtpVerified;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What should be told of one message, and how often it should be sent, in the simplest words. */
final class ReferenceReports {

  private static final Duration LOOK_AFTER = Duration.ofSeconds(10);

  private final Instant expiresAt;
  private Instant now = Instant.EPOCH;
  private final List<List<@Nullable Boolean>> messages = new ArrayList<>();
  private final Map<String, Boolean> early = new HashMap<>();
  private final List<Class<?>> told = new ArrayList<>();
  private boolean submitted = true;
  private boolean ended;
  private boolean reported;
  private boolean armed;
  private boolean whenUndelivered;
  private @Nullable Instant dueAt;

  /** When to look what became of a message that is on its way again. */
  private @Nullable Instant lookAt;

  private boolean withheld;

  ReferenceReports(Instant expiresAt) {
    this.expiresAt = expiresAt;
  }

  boolean isSubmitted() {
    return submitted;
  }

  boolean isSent() {
    return !messages.isEmpty();
  }

  boolean isEnded() {
    return ended;
  }

  /** Nothing is known of what was sent again when a message arrived: it may be called back. */
  boolean isArrived() {
    return told.contains(OtpDelivered.class);
  }

  List<Class<?>> told() {
    return told;
  }

  int taken() {
    return messages.size();
  }

  void taken(int parts, @Nullable Instant due, boolean undelivered, boolean mayAgain) {
    submitted = false;
    if (messages.isEmpty()) {
      told.add(OtpSent.class);
    }
    int message = messages.size();
    messages.add(new ArrayList<>());
    for (int part = 0; part < parts; part++) {
      messages.get(message).add(null);
    }
    if (mayAgain && !ended && !reported) {
      armed = true;
      dueAt = due;
      whenUndelivered = undelivered;
      lookAt = null;
      withheld = false;
    }
    Map<String, Boolean> before = Map.copyOf(early);
    // All that waited is decided on together.
    for (int part = 0; part < parts; part++) {
      Boolean delivered = before.get(message + "/" + part);
      if (delivered != null) {
        messages.get(message).set(part, delivered);
      }
    }
    decide(message);
  }

  void reported(int message, int part, boolean delivered) {
    if (message >= messages.size()) {
      early.putIfAbsent(message + "/" + part, delivered);
    } else if (part < messages.get(message).size() && messages.get(message).get(part) == null) {
      messages.get(message).set(part, delivered);
      decide(message);
    }
  }

  void at(Instant instant) {
    now = instant;
  }

  private void decide(int message) {
    if (messages.stream().anyMatch(parts -> parts.stream().allMatch(Boolean.TRUE::equals))) {
      tell(OtpDelivered.class);
      armed = false;
      lookAt = null;
      return;
    }
    if (!isLost(message)) {
      return;
    }
    boolean newest = message == messages.size() - 1;
    if (submitted) {
      withheld = true;
      lookAt = now.plus(LOOK_AFTER);
    } else if (newest && armed && whenUndelivered && isOpen()) {
      resend();
      withheld = true;
    } else {
      if (newest) {
        armed = false;
        lookAt = null;
      }
      if (allLost()) {
        tell(OtpUndelivered.class);
      }
    }
  }

  /** The gateway refuses what was sent again. */
  void refused() {
    submitted = false;
  }

  void verified() {
    ended = true;
    told.add(OtpVerified.class);
  }

  void timePassed(Instant instant) {
    now = instant;
    if (armed) {
      if (!isOpen()) {
        // Nobody looks before the moment it is due, and then it is over anyway.
        armed = !isLooked();
      } else if (dueAt != null && !dueAt.isAfter(now)) {
        resend();
        withheld = false;
      }
    } else if (lookAt != null && !lookAt.isAfter(now)) {
      if (submitted) {
        lookAt = now.plus(LOOK_AFTER);
      } else {
        lookAt = null;
        if (withheld && allLost()) {
          tell(OtpUndelivered.class);
        }
      }
    }
  }

  private boolean isLooked() {
    return !expiresAt.isAfter(now) || (dueAt != null && !dueAt.isAfter(now));
  }

  void expired() {
    ended = true;
    told.add(OtpExpired.class);
  }

  private void resend() {
    armed = false;
    submitted = true;
    lookAt = now.plus(LOOK_AFTER);
  }

  private boolean isOpen() {
    return !ended && !reported && expiresAt.isAfter(now);
  }

  private boolean isLost(int message) {
    return messages.get(message).stream().anyMatch(Boolean.FALSE::equals);
  }

  private boolean allLost() {
    return messages.stream().allMatch(parts -> parts.stream().anyMatch(Boolean.FALSE::equals));
  }

  private void tell(Class<?> event) {
    if (!reported) {
      reported = true;
      told.add(event);
    }
  }
}
