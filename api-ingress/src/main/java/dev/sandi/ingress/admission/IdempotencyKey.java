package dev.sandi.ingress.admission;

import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.problem.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * What a client names a request by, so that it can ask again without sending again
 * (draft-ietf-httpapi-idempotency-key-header-07). Only hashes are kept, of 128 bits each.
 *
 * @param key hash of the header's value
 * @param request hash of what the key was used for: path and body
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
    if (value.isEmpty()
        || value.length() > LONGEST
        || !value.chars().allMatch(c -> c > 32 && c < 127)) {
      throw Fault.INVALID_IDEMPOTENCY_KEY.refusal();
    }
    return new IdempotencyKey(
        hash(value.getBytes(StandardCharsets.US_ASCII)),
        hash(path.getBytes(StandardCharsets.UTF_8), new byte[] {0}, body));
  }

  private static UUID hash(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
      return new UUID(bytes.getLong(), bytes.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java runtime", e);
    }
  }
}
