package dev.sandi.dispatcher.http;

import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

/** A key that signs callbacks. */
public final class SigningKey {

  private static final String PREFIX = "whsec_";

  private final byte[] bytes;

  private SigningKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads a secret as customers know it: {@code whsec_} and base64 (Standard Webhooks).
   *
   * @throws InvalidValueException if it is not that; the message never contains the secret
   */
  public static SigningKey of(Secret secret) {
    String text = secret.reveal();
    byte[] bytes = text.startsWith(PREFIX) ? decode(text.substring(PREFIX.length())) : new byte[0];
    if (bytes.length == 0) {
      throw new InvalidValueException("a webhook secret should be whsec_ and base64");
    }
    return new SigningKey(bytes);
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  SecretKeySpec spec(String algorithm) {
    return new SecretKeySpec(bytes, algorithm);
  }

  @Override
  public String toString() {
    return "***";
  }
}
