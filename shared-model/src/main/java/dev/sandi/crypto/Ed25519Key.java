package dev.sandi.crypto;

import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key pair that signs callbacks (Ed25519, RFC 8032), in the forms of Standard Webhooks: {@code
 * whsk_} and base64 of the private key and the public one behind it, 32 bytes each; {@code whpk_}
 * and base64 of the public key alone.
 */
public final class Ed25519Key {

  public static final String PREFIX = "whsk_";

  private static final String ALGORITHM = "Ed25519";
  private static final int LENGTH = 32;

  private final byte[] pair;
  private final PrivateKey key;

  private Ed25519Key(byte[] pair) throws GeneralSecurityException {
    this.pair = pair;
    this.key =
        KeyFactory.getInstance(ALGORITHM)
            .generatePrivate(
                new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(pair, LENGTH)));
  }

  /** Makes a new pair. */
  public static Ed25519Key generate() {
    try {
      KeyPair made = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      byte[] seed = ((EdECPrivateKey) made.getPrivate()).getBytes().orElseThrow();
      // The X.509 form ends with the key as it is.
      byte[] encoded = made.getPublic().getEncoded();
      byte[] pair = Arrays.copyOf(seed, 2 * LENGTH);
      System.arraycopy(encoded, encoded.length - LENGTH, pair, LENGTH, LENGTH);
      return new Ed25519Key(pair);
    } catch (GeneralSecurityException e) {
      throw impossible(e);
    }
  }

  /**
   * Reads a private key.
   *
   * @throws InvalidValueException if it is none; the message never contains it
   */
  public static Ed25519Key of(Secret secret) {
    String text = secret.reveal();
    try {
      byte[] pair =
          text.startsWith(PREFIX)
              ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
              : new byte[0];
      if (pair.length == 2 * LENGTH) {
        return new Ed25519Key(pair);
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    } catch (GeneralSecurityException e) {
      throw impossible(e);
    }
    throw new InvalidValueException("a private key should be whsk_ and base64 of 64 bytes");
  }

  /** {@code whsk_…} */
  public Secret secret() {
    return Secret.of(PREFIX + Base64.getEncoder().encodeToString(pair));
  }

  /** {@code whpk_…}, which anybody may know. */
  public String publicKey() {
    return "whpk_"
        + Base64.getEncoder().encodeToString(Arrays.copyOfRange(pair, LENGTH, 2 * LENGTH));
  }

  /** Signs bytes that come in parts; 64 bytes. */
  public byte[] sign(byte[]... parts) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      for (byte[] part : parts) {
        signature.update(part);
      }
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw impossible(e);
    }
  }

  private static IllegalStateException impossible(GeneralSecurityException e) {
    return new IllegalStateException(ALGORITHM + " is part of every Java runtime", e);
  }

  @Override
  public String toString() {
    return "***";
  }
}
