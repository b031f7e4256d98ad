package dev.sandi.processor.gateway;

import dev.sandi.value.InvalidValueException;
import java.util.List;

/** What a gateway said to a message. */
public sealed interface SubmitResult {

  /**
   * The gateway took it.
   *
   * @param messageIds the gateway's ids, one for each part that is reported on, which delivery
   *     reports repeat; each of at most 255 printable characters
   * @param reported whether a report may come that is to be matched with it by those
   */
  record Accepted(List<String> messageIds, boolean reported) implements SubmitResult {

    public Accepted {
      messageIds = List.copyOf(messageIds);
      if (messageIds.isEmpty()) {
        throw new InvalidValueException("a message that was taken should have an id");
      }
      messageIds.forEach(Accepted::require);
    }

    public Accepted(List<String> messageIds) {
      this(messageIds, true);
    }

    public Accepted(String messageId) {
      this(List.of(messageId));
    }

    private static void require(String messageId) {
      if (messageId.isEmpty()
          || messageId.length() > 255
          || messageId.chars().anyMatch(Character::isISOControl)) {
        throw new InvalidValueException("message id should be 1-255 printable characters");
      }
    }
  }

  /**
   * The gateway will never take it.
   *
   * @param reason a stable slug
   * @param detail the gateway's own code or words
   * @param elsewhere whether another gateway may take it: no, if the message itself is wrong
   */
  record Refused(String reason, String detail, boolean elsewhere) implements SubmitResult {}

  /**
   * The gateway did not take it, and may take it later.
   *
   * @param busy whether it only asked for less at a time, which is no fault
   */
  record Unavailable(String detail, boolean busy) implements SubmitResult {

    public Unavailable(String detail) {
      this(detail, false);
    }
  }

  /** The gateway may or may not have taken it: its answer never came. */
  record Ambiguous(String detail) implements SubmitResult {}
}
