package dev.sandi.ingress.status;

import dev.sandi.value.InvalidValueException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Where a page ended: the id of its last row, opaque to clients. */
record Cursor(UUID id) {

  /** Before the newest. */
  static final Cursor START = new Cursor(new UUID(-1L, -1L));

  /**
   * Reads a {@code next_cursor}.
   *
   * @throws InvalidValueException if it is none
   */
  static Cursor of(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() == 2 * Long.BYTES) {
        return new Cursor(new UUID(bytes.getLong(), bytes.getLong()));
      }
    } catch (IllegalArgumentException e) {
      // Told below, like any other text that is no cursor.
    }
    throw new InvalidValueException("cursor should be the next_cursor of an earlier page");
  }

  @Override
  public String toString() {
    byte[] bytes =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
