package dev.sandi.ingress.app;

import dev.sandi.crypto.Sha256;
import dev.sandi.value.Secret;
import java.security.MessageDigest;

/** The SHA-256 of an API key: what is stored and compared in place of the key. */
final class KeyHash {

  private static final int PREFIX = 8;

  private final byte[] bytes;

  private KeyHash(byte[] bytes) {
    this.bytes = bytes;
  }

  static KeyHash of(Secret key) {
    return new KeyHash(Sha256.digest().digest(key.bytes()));
  }

  /** As it is stored: 32 bytes. */
  static KeyHash stored(byte[] bytes) {
    return new KeyHash(bytes.clone());
  }

  /** The beginning of a key, which may be shown. */
  static String prefixOf(Secret key) {
    String text = key.reveal();
    return text.substring(0, Math.min(PREFIX, text.length() / 2));
  }

  /** In constant time. */
  boolean is(KeyHash other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return "***";
  }
}
