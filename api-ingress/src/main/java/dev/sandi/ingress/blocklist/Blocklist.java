package dev.sandi.ingress.blocklist;

import dev.sandi.ingress.problem.Refusal;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a number is blocked, by this copy's memory: no request waits for the database, and none
 * for a change of the list. A change is in force on a copy when its next {@link #follow()} has read
 * it.
 *
 * <p>While the list has not been read, nothing is known of any number, and every request is
 * refused. When the database goes away later, what was read goes on to hold.
 */
public final class Blocklist {

  private final BlockFeed feed;
  private final Clock clock;
  private volatile @Nullable BlockMemory memory;
  private long revision;

  Blocklist(BlockFeed feed, Clock clock) {
    this.feed = feed;
    this.clock = clock;
  }

  /**
   * The key of the block that stands against a number: of its app's and those of all apps the one
   * with the most digits. The admin API tells the reason for a key.
   *
   * @throws Refusal 503 if the list has not been read yet
   */
  public Optional<String> blocks(AppId app, PhoneNumber msisdn) {
    BlockMemory known = memory;
    if (known == null) {
      throw Refusal.unavailable();
    }
    return known.match(app, msisdn, micros()).map(BlockKey::toString);
  }

  /** Whether the list has been read once, as a whole. */
  boolean isRead() {
    return memory != null;
  }

  /** Reads the list, or what changed of it. After a failure, the same again. */
  synchronized void follow() {
    BlockMemory known = memory;
    if (known == null) {
      BlockMemory fresh = new BlockMemory();
      revision = feed.all(clock.instant(), reader(fresh));
      memory = fresh;
    } else {
      revision = feed.changedSince(revision, reader(known));
    }
  }

  private BlockFeed.Reader reader(BlockMemory into) {
    long now = micros();
    return (digits, prefix, appId, blocked, until) -> {
      if (blocked) {
        into.block(digits, prefix, appId, until, now);
      } else {
        into.unblock(digits, prefix, appId);
      }
    };
  }

  private long micros() {
    return BlockFeed.micros(clock.instant());
  }

  /** Entries in memory, of which some may have ended. */
  long size() {
    BlockMemory known = memory;
    return known == null ? 0 : known.size();
  }
}
