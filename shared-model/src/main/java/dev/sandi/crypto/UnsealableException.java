package dev.sandi.crypto;

/** A sealed text cannot be opened. The message says why and carries nothing of the text. */
public final class UnsealableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean keyMissing;

  UnsealableException(String reason) {
    this(reason, false);
  }

  UnsealableException(String reason, boolean keyMissing) {
    super(reason);
    this.keyMissing = keyMissing;
  }

  /** Whether only the key is missing, which another copy may have. */
  public boolean isKeyMissing() {
    return keyMissing;
  }
}
