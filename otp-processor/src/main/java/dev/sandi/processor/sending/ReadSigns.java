package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.Sms;
import dev.sandi.processor.gateway.SubmitResult;
import dev.sandi.value.AppId;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads from answers to messages how their gateway is. A refusal is about its message: one app's
 * sender may be unknown, or one country closed to the account, and that must close the gateway to
 * nobody else. But one that refuses several apps and takes nothing has nothing for anybody.
 */
final class ReadSigns {

  private static final int APPS = 3;

  /** Whose messages were refused since one was taken; no more of them than it takes to tell. */
  private final Set<AppId> refused = new HashSet<>();

  /** What an answer says of its gateway. */
  enum Sign {
    WELL,
    FAILING,
    /** But that there is one who answers. */
    NONE
  }

  Sign of(Sms sms, SubmitResult result) {
    if (result instanceof SubmitResult.Accepted) {
      refused.clear();
      return Sign.WELL;
    }
    if (result instanceof SubmitResult.Refused refusal) {
      return of(sms, refusal);
    }
    // One that asks for less is well.
    return result instanceof SubmitResult.Unavailable unavailable && unavailable.busy()
        ? Sign.WELL
        : Sign.FAILING;
  }

  /** One that knows a number to be wrong is well. */
  private Sign of(Sms sms, SubmitResult.Refused refusal) {
    if (!refusal.elsewhere()) {
      return Sign.WELL;
    }
    if (refused.size() < APPS) {
      refused.add(sms.app());
    }
    return refused.size() == APPS ? Sign.FAILING : Sign.NONE;
  }
}
