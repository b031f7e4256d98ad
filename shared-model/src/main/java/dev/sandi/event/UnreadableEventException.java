package dev.sandi.event;

/** A record breaks the contract. The message says how; it carries nothing of the body. */
public final class UnreadableEventException extends RuntimeException {

  public UnreadableEventException(String reason) {
    super(reason);
  }
}
