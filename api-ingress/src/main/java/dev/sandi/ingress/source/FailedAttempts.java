package dev.sandi.ingress.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.sandi.ingress.problem.Refusal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;

/**
 * How often an address may fail to prove who it is: a bucket of tokens for each IPv4 address and
 * each IPv6 /64, which is what one subscriber gets.
 *
 * <p>Against storms and not against guessing, for keys have 256 bits: whoever shows a right key is
 * never asked here, so that nobody is locked out by a neighbour behind the same address. In memory
 * and of this copy alone; the addresses that are remembered are bounded.
 */
public final class FailedAttempts {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MOST_ADDRESSES = 100_000;

  private final int perMinute;
  private final Ticker nanos;
  private final Cache<Subscriber, Bucket> buckets;

  private record Subscriber(int length, long prefix) {

    static Subscriber of(InetAddress address) {
      byte[] bytes = address.getAddress();
      int length = address instanceof Inet4Address ? bytes.length : Long.BYTES;
      long prefix = 0;
      for (byte b : Arrays.copyOf(bytes, length)) {
        prefix = prefix << 8 | (b & 0xFF);
      }
      return new Subscriber(length, prefix);
    }
  }

  /** Holds what it owes in nanoseconds, so that nothing is lost by rounding. */
  private static final class Bucket {

    private long freeAt;

    Bucket(long now) {
      this.freeAt = now;
    }

    /** Takes a token, and returns zero, or returns how long there will be none. */
    synchronized long take(long now, long interval) {
      long debt = Math.max(0, freeAt - now);
      long wait = debt + interval - MINUTE;
      if (wait > 0) {
        return wait;
      }
      freeAt = now + debt + interval;
      return 0;
    }
  }

  /**
   * @param perMinute failures of one address in a minute, at once or spread
   * @param nanos a clock that only goes forward
   */
  public FailedAttempts(int perMinute, Ticker nanos) {
    this.perMinute = perMinute;
    this.nanos = nanos;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MOST_ADDRESSES)
            .expireAfterAccess(Duration.ofMinutes(2))
            .ticker(nanos)
            .build();
  }

  /**
   * Counts a failure.
   *
   * @return what to answer: 401, or 429 with the time until a failure is answered with 401 again
   */
  public Refusal note(InetAddress source) {
    long now = nanos.read();
    long wait =
        buckets.get(Subscriber.of(source), unseen -> new Bucket(now)).take(now, MINUTE / perMinute);
    return wait == 0
        ? Refusal.unauthorized()
        : Refusal.rateLimited(Duration.ofSeconds((wait + 999_999_999) / 1_000_000_000));
  }
}
