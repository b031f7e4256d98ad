package dev.sandi.value;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * Time-ordered UUIDs, version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then 74
 * random bits.
 */
public final class UuidV7 {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Drawn ahead, for many ids at a time: each draw takes a lock and a call of the system. */
  private static final ByteBuffer DRAWN =
      ByteBuffer.allocate(340 * (Integer.BYTES + Long.BYTES)).limit(0);

  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private UuidV7() {}

  /** A new id that carries {@code instant}, to the millisecond. */
  public static UUID at(Instant instant) {
    int few;
    long many;
    synchronized (DRAWN) {
      if (!DRAWN.hasRemaining()) {
        RANDOM.nextBytes(DRAWN.array());
        DRAWN.clear();
      }
      few = DRAWN.getInt();
      many = DRAWN.getLong();
    }
    long high = (instant.toEpochMilli() << 16) | VERSION | (few & 0xFFFL);
    long low = VARIANT | (many >>> 2);
    return new UUID(high, low);
  }

  /** The smallest UUID of {@code instant}: a bound for ranges of ids. */
  public static UUID lowerBound(Instant instant) {
    return new UUID(instant.toEpochMilli() << 16, 0L);
  }

  /** The moment that {@code id} carries. */
  public static Instant instantOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }
}
