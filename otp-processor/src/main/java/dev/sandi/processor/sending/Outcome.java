package dev.sandi.processor.sending;

import dev.sandi.processor.sending.Submissions.Claimed;
import java.util.List;

/** How one claim of a message ended. */
sealed interface Outcome {

  Claimed message();

  /**
   * A gateway took it.
   *
   * @param messageIds the gateway's ids of its parts
   */
  record Sent(Claimed message, String gateway, List<String> messageIds, int segments)
      implements Outcome {}

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
