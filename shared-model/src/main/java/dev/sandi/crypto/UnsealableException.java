package dev.sandi.crypto;

/** A sealed text cannot be opened. The message says why and carries nothing of the text. */
public final class UnsealableException extends RuntimeException {

  UnsealableException(String reason) {
    super(reason);
  }
}
