package dev.sandi.ingress.admission;

import dev.sandi.value.SessionId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What admission says of a request. */
public sealed interface Decision {

  /**
   * It may be sent, and has been counted: it is to be published, or given back.
   *
   * @param left null if it is free
   */
  record Admitted(Ticket ticket, @Nullable Allowance left, Place place) implements Decision {}

  /** Its key has been answered before: the same again. */
  record Replayed(Ticket ticket) implements Decision {}

  /** Its key stands for a request that is still running, for at most {@code retryAfter}. */
  record Running(Duration retryAfter) implements Decision {}

  /** Its key stands for another request. */
  record KeyReused() implements Decision {}

  /**
   * A rate of its number holds it back.
   *
   * @param retryAfter after exactly this long, or a second if that is longer, it would be admitted,
   *     if nothing else is sent meanwhile
   */
  record Limited(Duration retryAfter, Allowance left) implements Decision {}

  /**
   * The app's rate holds it back.
   *
   * @param retryAfter after exactly this long there is room in it again, if nothing else is sent
   *     meanwhile
   * @param left null if the rates of its number were not looked at
   */
  record AppLimited(Duration retryAfter, @Nullable Allowance left) implements Decision {}

  /** Its number is blocked. */
  record Blocked() implements Decision {}

  /** It may not be sent as it is, and its key has not been answered before. Nothing is changed. */
  record Unfit() implements Decision {}

  /** The app's quota is used up. */
  record QuotaUsed(Allowance left) implements Decision {}

  /**
   * What an answer is made of.
   *
   * @param attempt the attempt that the answer is of, from whose time on its times count
   * @param tries which send to the number this is, among those of the last hour; from 1
   * @param withOtp whether the answer repeats the code
   * @param sealedOtp that code, sealed for the session, if it does not follow from the request
   * @param answered whether an earlier attempt was answered, or may have been
   */
  record Ticket(
      Candidate candidate,
      SessionId session,
      SessionId attempt,
      int tries,
      boolean withOtp,
      @Nullable String sealedOtp,
      boolean answered) {

    Ticket of(Candidate other) {
      return new Ticket(other, session, attempt, tries, withOtp, sealedOtp, answered);
    }

    /** SMS segments that the answer names. */
    public int segments() {
      return AttemptId.segments(attempt);
    }

    /** From when its times count. */
    public Instant at() {
      return attempt.startedAt();
    }

    /** Whether the answer is that of an earlier attempt, which its client may have read. */
    public boolean isRepeated() {
      return answered && !at().equals(candidate.session().startedAt());
    }
  }

  /**
   * What is left of the rates after the decision, in sends.
   *
   * @param app in this second, to all numbers
   * @param hour to the number in this hour
   * @param day to the number in these 24 hours
   */
  record Allowance(long app, long hour, long day) {}
}
