package dev.sandi.ingress.send;

import dev.sandi.ingress.admission.Admission;
import dev.sandi.ingress.admission.AttemptId;
import dev.sandi.ingress.admission.Candidate;
import dev.sandi.ingress.admission.Decision;
import dev.sandi.ingress.admission.Listing;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;

/** Finds the answer that a key had before its request came to be refused. */
final class RepeatAnswer {

  private final Admission admission;
  private final AnswerCodes codes;

  RepeatAnswer(Admission admission, AnswerCodes codes) {
    this.admission = admission;
    this.codes = codes;
  }

  /**
   * Completes with the answer that was given before, and else fails with a {@link Refusal}. Nothing
   * is published, even if the request was begun before and not answered: it is taken up again when
   * it comes and may be sent.
   */
  CompletableFuture<Sent> of(Repetition repetition) {
    return admission
        .decide(candidate(repetition))
        .thenApply(decision -> repeat(decision, repetition));
  }

  private static Candidate candidate(Repetition repetition) {
    return new Candidate(
        repetition.app().id(),
        repetition.msisdn(),
        AttemptId.at(repetition.arrival().at().truncatedTo(ChronoUnit.MILLIS), 1),
        false,
        false,
        true,
        false,
        repetition.key(),
        new Listing(
            repetition.challenge(), repetition.timeLimit(), false, null, repetition.userAgent()));
  }

  private Sent repeat(Decision decision, Repetition repetition) {
    if (decision instanceof Decision.Replayed replayed) {
      return new Sent(
          Accepted.of(
              replayed.ticket(),
              repetition.msisdn(),
              codes.of(replayed.ticket(), repetition.otp()),
              repetition.timeLimit()),
          true,
          null);
    }
    throw decision instanceof Decision.Unfit ? repetition.refusal() : refusalOfKey(decision);
  }

  /** What is told of a key that is running, or stands for another request. */
  static Refusal refusalOfKey(Decision decision) {
    if (decision instanceof Decision.Running running) {
      return Fault.IDEMPOTENCY_KEY_IN_USE.refusal().retryAfter(running.retryAfter());
    }
    return Fault.IDEMPOTENCY_KEY_REUSED.refusal();
  }
}
