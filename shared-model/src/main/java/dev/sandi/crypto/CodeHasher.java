package dev.sandi.crypto;

import dev.sandi.crypto.KeyRing.LiveKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;

/**
 * Hashes a code with a key (HMAC-SHA-256, RFC 2104), so that a stolen table does not tell a code of
 * six digits: without the key, a million guesses would.
 *
 * <p>A hash is {@code <key id>.<base64url>}, and is bound to a context: the same code of two
 * numbers has two hashes.
 */
public final class CodeHasher {

  private final KeyRing keys;

  public CodeHasher(KeyRing keys) {
    this.keys = keys;
  }

  /** The hash under the current key. */
  public String hash(String code, String context) {
    return hash(keys.current(), code, context);
  }

  /** The hashes under every live key: a stored hash equals one of them if the code is right. */
  public List<String> candidates(String code, String context) {
    return keys.all().stream().map(key -> hash(key, code, context)).toList();
  }

  private static String hash(LiveKey key, String code, String context) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key.key());
      mac.update(context.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      byte[] hash = mac.doFinal(code.getBytes(StandardCharsets.UTF_8));
      return key.id() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every Java runtime", e);
    }
  }
}
