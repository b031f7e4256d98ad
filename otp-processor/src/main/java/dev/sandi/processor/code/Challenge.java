package dev.sandi.processor.code;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The state of a challenge. Each change is a method of the states that it may come from, so that
 * any other does not compile: there is no resending what nothing is live of, and no second code
 * beside a live one.
 *
 * <p>A guess changes the state too, from {@link Live} to {@link Verified}: that is one statement in
 * the database ({@code R__verify.sql}), where nobody can come between looking and changing.
 */
sealed interface Challenge {

  /** Decides by the one difference that matters: whether a code is live. */
  <T> T decide(Function<Live, T> live, Function<Vacant, T> vacant);

  /** No code is live, so one may be issued. */
  sealed interface Vacant extends Challenge {

    default Live issued(NewCode code) {
      return new Live(
          code.session(),
          code.hash(),
          code.sealed(),
          code.requestedAt().plus(code.limit()),
          code.requestedAt().plus(code.limit().multipliedBy(2)),
          List.of(code.session()));
    }

    @Override
    default <T> T decide(Function<Live, T> live, Function<Vacant, T> vacant) {
      return vacant.apply(this);
    }
  }

  /** Nothing was asked of it yet, or it was forgotten. */
  record Idle() implements Vacant {}

  /** Its last code was verified. */
  record Verified() implements Vacant {}

  /** Its last code ended without that. */
  record Expired() implements Vacant {}

  /**
   * A code can be verified.
   *
   * @param id the session that it was made for, which is the context of its seal
   * @param hash what a guess is compared with
   * @param sealed the code itself, for sending it again
   * @param expiresAtMost twice the first time limit after it was made: no resend moves the end
   *     beyond
   * @param sessions the sessions that carry it, the oldest first
   */
  record Live(
      UUID id,
      String hash,
      String sealed,
      Instant expiresAt,
      Instant expiresAtMost,
      List<UUID> sessions)
      implements Challenge {

    /** What is over, and the sessions that have to be told so. */
    record Ended<S extends Challenge>(S next, List<UUID> sessions) {}

    boolean isOver(Instant at) {
      return !expiresAt.isAfter(at);
    }

    /**
     * The same code for another session, which restarts its clock; empty if the session was
     * promised more time than this code may have, or if its time is over.
     */
    Optional<Live> resent(UUID session, Instant requestedAt, Duration limit) {
      Instant promised = requestedAt.plus(limit);
      if (isOver(requestedAt) || promised.isAfter(expiresAtMost)) {
        return Optional.empty();
      }
      return Optional.of(
          new Live(
              id,
              hash,
              sealed,
              promised.isAfter(expiresAt) ? promised : expiresAt,
              expiresAtMost,
              Stream.concat(sessions.stream(), Stream.of(session)).toList()));
    }

    /**
     * One of its sessions was promised more time: its client was told that the first attempt
     * failed. No promise moves the end beyond {@code expiresAtMost}, or revives what is over.
     *
     * @param requestedAt from when the promise counts
     */
    Live prolonged(Instant requestedAt, Duration limit) {
      Instant promised = requestedAt.plus(limit);
      Instant end = promised.isBefore(expiresAtMost) ? promised : expiresAtMost;
      return isOver(requestedAt) || !end.isAfter(expiresAt)
          ? this
          : new Live(id, hash, sealed, end, expiresAtMost, sessions);
    }

    /** Another code takes its place. */
    Ended<Live> replaced(NewCode by) {
      return new Ended<>(new Expired().issued(by), sessions);
    }

    /** Its time is over. */
    Ended<Expired> expired() {
      return new Ended<>(new Expired(), sessions);
    }

    @Override
    public <T> T decide(Function<Live, T> live, Function<Vacant, T> vacant) {
      return live.apply(this);
    }
  }
}
