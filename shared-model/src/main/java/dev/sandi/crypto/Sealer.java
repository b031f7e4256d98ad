package dev.sandi.crypto;

import dev.sandi.crypto.KeyRing.LiveKey;
import dev.sandi.value.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals text that must be read again later: AES-256-GCM (NIST SP 800-38D) with a random 96-bit
 * nonce.
 *
 * <p>A sealed text is {@code <key id>.<base64url of nonce and ciphertext>}. The context, such as a
 * session id, is authenticated with it: what was sealed for one purpose does not open for another.
 * With random nonces a key should seal at most 2^32 texts (SP 800-38D, section 8.3); rotate before.
 */
public final class Sealer {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyRing keys;

  public Sealer(KeyRing keys) {
    this.keys = keys;
  }

  /** Seals {@code plain} under the current key. */
  public String seal(Secret plain, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    LiveKey key = keys.current();
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, context, plain.bytes());
    ByteBuffer out = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed);
    return key.id() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
  }

  /**
   * Opens what {@link #seal} made with any key that is still live.
   *
   * @throws UnsealableException if the key is gone, the context differs, or the text was changed
   */
  public Secret open(String sealed, String context) {
    int dot = sealed.indexOf('.');
    if (dot < 0) {
      throw new UnsealableException("sealed text has no key id");
    }
    LiveKey key =
        keys.find(sealed.substring(0, dot))
            .orElseThrow(() -> new UnsealableException("sealed with a key that is not live", true));
    byte[] bytes = decode(sealed.substring(dot + 1));
    if (bytes.length < NONCE_BYTES + TAG_BITS / 8) {
      throw new UnsealableException("sealed text is too short");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    byte[] text = new byte[bytes.length - NONCE_BYTES];
    ByteBuffer.wrap(bytes).get(nonce).get(text);
    return Secret.of(
        new String(crypt(Cipher.DECRYPT_MODE, key, nonce, context, text), StandardCharsets.UTF_8));
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new UnsealableException("sealed text is not base64url");
    }
  }

  private static byte[] crypt(int mode, LiveKey key, byte[] nonce, String context, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      // The cause is left out on purpose: a provider may put data into its message.
      throw new UnsealableException("sealed text does not open in this context");
    }
  }
}
