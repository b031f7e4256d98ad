package dev.sandi.ingress.admission;

import dev.sandi.crypto.Sha256;
import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * What a client names a request by, so that it can ask again without sending again
 * (draft-ietf-httpapi-idempotency-key-header-07). Only hashes are kept, of 128 bits each.
 *
 * @param key hash of the header's value
 * @param request hash of what the key was used for: path and body. The header's value goes into it,
 *     which is stored nowhere: a body may carry a code of few digits, that a hash of the body alone
 *     would give away to whoever tries them all
 */
public record IdempotencyKey(UUID key, UUID request) {

  /** The header. */
  public static final String HEADER = "Idempotency-Key";

  /** The response header of an answer that was given before. */
  public static final String REPLAYED = "Idempotent-Replayed";

  private static final int LONGEST = 255;

  /**
   * Reads a key.
   *
   * @param value 1 to 255 visible characters of ASCII
   * @throws Refusal 400 if it is anything else
   */
  public static IdempotencyKey of(String value, String path, byte[] body) {
    if (value.isEmpty() || value.length() > LONGEST || !isVisible(value)) {
      throw Fault.INVALID_IDEMPOTENCY_KEY.refusal();
    }
    byte[] secret = value.getBytes(StandardCharsets.US_ASCII);
    byte[] end = {0};
    MessageDigest digest = Sha256.digest();
    return new IdempotencyKey(
        hash(digest, secret),
        hash(digest, secret, end, path.getBytes(StandardCharsets.UTF_8), end, body));
  }

  private static boolean isVisible(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= 32 || value.charAt(i) >= 127) {
        return false;
      }
    }
    return true;
  }

  private static UUID hash(MessageDigest digest, byte[]... parts) {
    for (byte[] part : parts) {
      digest.update(part);
    }
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    return new UUID(bytes.getLong(), bytes.getLong());
  }
}
