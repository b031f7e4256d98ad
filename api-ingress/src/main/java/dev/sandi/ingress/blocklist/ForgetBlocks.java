package dev.sandi.ingress.blocklist;

import dev.sandi.runtime.WakeableLoop;
import java.time.Clock;
import java.time.Duration;

/**
 * Deletes blocks that were taken back or ended long ago. They stay so long because a record that an
 * outage delayed must not restore them.
 */
final class ForgetBlocks {

  static final Duration KEPT = Duration.ofDays(30);

  private static final int BATCH = 1000;

  private final Blocks blocks;
  private final Clock clock;

  ForgetBlocks(Blocks blocks, Clock clock) {
    this.blocks = blocks;
    this.clock = clock;
  }

  WakeableLoop.Next forgetBatch() {
    int forgotten = blocks.forget(clock.instant().minus(KEPT), BATCH);
    return forgotten < BATCH ? WakeableLoop.Next.WHEN_WOKEN : WakeableLoop.Next.AT_ONCE;
  }
}
