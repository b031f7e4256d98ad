package dev.sandi.processor.sending;

import dev.sandi.value.InvalidValueException;

/** What a gateway said to a message. */
public sealed interface SubmitResult {

  /**
   * The gateway took it.
   *
   * @param messageId the gateway's id, which its delivery report repeats; at most 255 printable
   *     characters
   */
  record Accepted(String messageId) implements SubmitResult {

    public Accepted {
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
   */
  record Refused(String reason, String detail) implements SubmitResult {}

  /** The gateway did not take it, and may take it later. */
  record Unavailable(String detail) implements SubmitResult {}

  /** The gateway may or may not have taken it: its answer never came. */
  record Ambiguous(String detail) implements SubmitResult {}
}
