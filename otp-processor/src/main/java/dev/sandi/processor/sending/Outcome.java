package dev.sandi.processor.sending;

import dev.sandi.processor.sending.Submissions.Claimed;

/** How one claim of a message ended. */
sealed interface Outcome {

  Claimed message();

  /** A gateway took it. */
  record Sent(Claimed message, String gateway, String messageId, int segments) implements Outcome {}

  /**
   * It is not sent, and will not be.
   *
   * @param reason a stable slug
   */
  record Dropped(Claimed message, String reason, String gateway, String detail)
      implements Outcome {}

  /**
   * It is tried again.
   *
   * @param perhapsSent whether it was perhaps sent
   */
  record Retry(Claimed message, boolean perhapsSent) implements Outcome {}
}
