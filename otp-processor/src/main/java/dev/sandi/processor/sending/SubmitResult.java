package dev.sandi.processor.sending;

/** What a gateway said to a message. */
public sealed interface SubmitResult {

  /**
   * The gateway took it.
   *
   * @param messageId the gateway's id, which its delivery report repeats
   */
  record Accepted(String messageId) implements SubmitResult {}

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
