package dev.sandi.dispatcher.http;

import dev.sandi.crypto.Ed25519Key;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that signs callbacks. */
public final class SigningKey {

  private static final String PREFIX = "whsec_";
  private static final String HMAC = "HmacSHA256";

  private final String scheme;
  private final Signer signer;

  @FunctionalInterface
  private interface Signer {
    byte[] sign(byte[] prefix, byte[] body);
  }

  private SigningKey(String scheme, Signer signer) {
    this.scheme = scheme;
    this.signer = signer;
  }

  /**
   * Reads a key as Standard Webhooks writes it: {@code whsec_} and base64, which signs as {@code
   * v1} (HMAC-SHA256), or {@code whsk_} and base64 of 64 bytes, which signs as {@code v1a}
   * (Ed25519).
   *
   * @throws InvalidValueException if it is neither; the message never contains the secret
   */
  public static SigningKey of(Secret secret) {
    String text = secret.reveal();
    if (text.startsWith(Ed25519Key.PREFIX)) {
      return new SigningKey("v1a", Ed25519Key.of(secret)::sign);
    }
    byte[] bytes = text.startsWith(PREFIX) ? decode(text.substring(PREFIX.length())) : new byte[0];
    if (bytes.length == 0) {
      throw new InvalidValueException("a webhook secret should be whsec_ and base64");
    }
    SecretKeySpec key = new SecretKeySpec(bytes, HMAC);
    return new SigningKey("v1", (prefix, body) -> hmac(key, prefix, body));
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] hmac(SecretKeySpec key, byte[] prefix, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(prefix);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + " is part of every Java runtime", e);
    }
  }

  /** One signature, as in {@code v1,<base64>}. */
  String sign(byte[] prefix, byte[] body) {
    return scheme + "," + Base64.getEncoder().encodeToString(signer.sign(prefix, body));
  }

  @Override
  public String toString() {
    return "***";
  }
}
