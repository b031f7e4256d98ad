package dev.sandi.processor.smpp;

import java.time.Duration;
import java.util.List;

/**
 * Which host a bind goes to, and after what pause. A session that held says that its host is well,
 * however it ended: the next one is made there, and soon. Of one thread.
 */
final class Turns {

  /** A session that was bound for so long held. */
  static final Duration HELD = Duration.ofSeconds(5);

  private final List<SmscAddress> hosts;
  private final Backoff backoff;
  private int turn;
  private boolean bound;
  private long boundAt;

  /**
   * @param first spreads binds over the hosts
   */
  Turns(List<SmscAddress> hosts, int first, Backoff backoff) {
    this.hosts = hosts;
    this.turn = first;
    this.backoff = backoff;
  }

  SmscAddress host() {
    return hosts.get(turn % hosts.size());
  }

  void bound(long nanos) {
    bound = true;
    boundAt = nanos;
  }

  /** The try is over, whether it came to a bind or not. */
  void ended(long nanos) {
    if (bound && nanos - boundAt >= HELD.toNanos()) {
      backoff.reset();
    } else {
      turn = (turn + 1) % hosts.size();
    }
    bound = false;
  }
}
