package dev.sandi.processor.smpp;

import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SubmitResult;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message under way over one bind. Its parts go one after the other, each when the one before was
 * taken: a message is one place in the window whatever its length, and one whose first part is not
 * taken was not taken at all.
 */
final class Submission {

  private static final Logger log = LoggerFactory.getLogger(Submission.class);

  private static final String TOO_LATE = "no time is left";

  private static final long LEAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final Bind bind;
  private final Session session;
  private final Sms sms;
  private final Surroundings surroundings;
  private final SmppSettings settings;
  private final List<Part> parts;
  private final long deadline;
  private final List<String> taken = new ArrayList<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private Consumer<SubmitResult> listener = outcome -> {};
  private final CompletableFuture<SubmitResult> result = new CompletableFuture<>();

  /** What all messages of a gateway have in common. */
  record Surroundings(
      SmppSettings settings, SmppMetrics metrics, Clock clock, ScheduledExecutorService timer) {}

  /**
   * @param reference tells the message's parts from those of others
   */
  Submission(Bind bind, Session session, Sms sms, int reference, Surroundings surroundings) {
    this.bind = bind;
    this.session = session;
    this.sms = sms;
    this.surroundings = surroundings;
    this.settings = surroundings.settings();
    this.parts = Part.of(sms.text(), settings.longMessages(bind.number()), reference);
    this.deadline = System.nanoTime() + settings.pace().answerTimeout().toNanos();
  }

  CompletableFuture<SubmitResult> result() {
    return result;
  }

  /** Sets whom to tell of the result before anybody else. */
  void onEnd(Consumer<SubmitResult> listener) {
    this.listener = listener;
  }

  /** Sends the next part; one that follows another, only as long as its answer is waited for. */
  void send() {
    if (!taken.isEmpty() && System.nanoTime() - deadline >= 0) {
      end(new SubmitResult.Ambiguous(detail(TOO_LATE)));
      return;
    }
    try {
      sendPart(parts.get(taken.size()));
    } catch (RuntimeException e) {
      log.error("A message cannot be composed", e);
      end(new SubmitResult.Refused("operator_refused", detail("it cannot be composed"), true));
    }
  }

  private void sendPart(Part part) {
    session.submit(
        sequence ->
            Compose.submit(sequence, sms, part, settings.format(), surroundings.clock().instant()),
        new Pending(deadline, this::answered));
  }

  private void answered(Answer answer) {
    if (answer instanceof Answer.Given given) {
      answered(given);
    } else if (answer instanceof Answer.NotSent notSent && taken.isEmpty()) {
      end(new SubmitResult.Unavailable(notSent.why()));
    } else {
      String why =
          answer instanceof Answer.None none ? none.why() : ((Answer.NotSent) answer).why();
      end(new SubmitResult.Ambiguous(detail(why)));
    }
  }

  private void answered(Answer.Given given) {
    long now = System.nanoTime();
    Meaning meaning =
        settings.statuses().getOrDefault(given.status(), CommandStatus.meaning(given.status()));
    String detail = detail(CommandStatus.show(given.status()));
    switch (meaning) {
      case ACCEPTED -> {
        bind.slowdown().taken(now);
        taken.add(id(given.messageId()));
        if (taken.size() == parts.size()) {
          end(new SubmitResult.Accepted(taken));
        } else {
          sendAfter(bind.slowdown().left(now), now, detail(TOO_LATE));
        }
      }
      case THROTTLED -> {
        bind.slowdown().throttled(now);
        surroundings.metrics().throttled();
        again(now, detail, true);
      }
      case TEMPORARY -> again(now, detail, false);
      case INVALID_NUMBER -> end(new SubmitResult.Refused("invalid_number", detail, false));
      case REFUSED -> end(new SubmitResult.Refused("operator_refused", detail, true));
    }
  }

  /** A message that has begun cannot begin anew elsewhere: its next part is sent again, in time. */
  private void again(long now, String detail, boolean busy) {
    long pause = Math.max(LEAST_PAUSE, bind.slowdown().left(now));
    if (taken.isEmpty()) {
      end(new SubmitResult.Unavailable(detail, busy));
    } else {
      sendAfter(pause, now, detail);
    }
  }

  /**
   * Whoever has waited for the answer until the deadline submits the message anew: no part then.
   */
  private void sendAfter(long pause, long now, String whyNot) {
    long nanos = now + pause - deadline >= 0 ? pause : Math.max(pause, bind.bucket().reserve(now));
    if (now + nanos - deadline >= 0) {
      end(new SubmitResult.Ambiguous(whyNot));
    } else if (nanos <= 0) {
      send();
    } else {
      var unused = surroundings.timer().schedule(this::send, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** The gateway closes, and the next part will not be sent. */
  void giveUp(String why) {
    end(new SubmitResult.Ambiguous(detail(why)));
  }

  private String id(String written) {
    String id = settings.messageIds().ofSubmit(written);
    // Without one, or with one that nobody could repeat, no report will find it; it is taken all
    // the same.
    return id.isEmpty() || id.length() > 255 || id.chars().anyMatch(Character::isISOControl)
        ? "none-" + UUID.randomUUID()
        : id;
  }

  private String detail(String what) {
    return parts.size() == 1
        ? what
        : "part %d of %d: %s".formatted(taken.size() + 1, parts.size(), what);
  }

  private void end(SubmitResult outcome) {
    if (ended.compareAndSet(false, true)) {
      listener.accept(outcome);
      bind.release();
      result.complete(outcome);
    }
  }
}
