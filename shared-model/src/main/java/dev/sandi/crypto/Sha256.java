package dev.sandi.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 for each request: finding the algorithm takes longer than hashing a key. */
public final class Sha256 {

  private static final MessageDigest UNUSED = find();

  private Sha256() {}

  /** One that nothing went into. */
  public static MessageDigest digest() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      // Some security modules' own cannot be copied.
      return find();
    }
  }

  private static MessageDigest find() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java runtime", e);
    }
  }
}
