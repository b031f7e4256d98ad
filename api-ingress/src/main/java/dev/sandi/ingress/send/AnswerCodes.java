package dev.sandi.ingress.send;

import dev.sandi.crypto.Sealer;
import dev.sandi.ingress.admission.Decision;
import dev.sandi.value.OtpCode;
import dev.sandi.value.Secret;
import dev.sandi.value.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * The codes of answers, for apps that opted in. The client's own is in its request; the fixed one
 * of a test number may be another one by the time that the answer is repeated, and is kept with its
 * key, sealed.
 */
final class AnswerCodes {

  private final Sealer sealer;

  AnswerCodes(Sealer sealer) {
    this.sealer = sealer;
  }

  /** A code as it is kept and travels, of no use but for its session. */
  String seal(OtpCode code, SessionId session) {
    return sealer.seal(Secret.of(code.reveal()), session.toString());
  }

  /**
   * The code that an answer repeats; null if it repeats none.
   *
   * @param asked what the request asks for, as things are now
   */
  @Nullable OtpCode of(Decision.Ticket ticket, @Nullable OtpCode asked) {
    if (!ticket.withOtp()) {
      return null;
    }
    String sealed = ticket.sealedOtp();
    return sealed == null
        ? asked
        : OtpCode.of(sealer.open(sealed, ticket.session().toString()).reveal());
  }
}
