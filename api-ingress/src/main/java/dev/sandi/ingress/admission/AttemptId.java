package dev.sandi.ingress.admission;

import dev.sandi.value.SessionId;
import java.time.Instant;
import java.util.UUID;

/**
 * Names an attempt at a send. Besides its time it tells, by its last four bits, how many SMS
 * segments its answer names: a replay repeats that number whatever the app's templates and lines
 * for phones have become since, and nothing more has to be written for each send, or read.
 */
public final class AttemptId {

  private static final long SEGMENTS = 0xF;

  private AttemptId() {}

  /**
   * A new one.
   *
   * @param segments at most 15
   */
  public static SessionId at(Instant instant, int segments) {
    UUID id = SessionId.at(instant).value();
    return new SessionId(
        new UUID(
            id.getMostSignificantBits(),
            (id.getLeastSignificantBits() & ~SEGMENTS) | (segments & SEGMENTS)));
  }

  static int segments(SessionId attempt) {
    return (int) (attempt.value().getLeastSignificantBits() & SEGMENTS);
  }
}
