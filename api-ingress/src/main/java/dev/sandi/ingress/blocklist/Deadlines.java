package dev.sandi.ingress.blocklist;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When each of millions of codes ends: a hash table of {@code long}s (open addressing, linear
 * probing) of 16 bytes a slot, 22 to 46 bytes an entry.
 *
 * <p>One thread writes; any number read, and never wait: a code that was put stays in its slot
 * until the table is rebuilt beside the old one, so that a reader who comes in between misses
 * nothing. The libraries that have such tables leave readers to locks.
 */
final class Deadlines {

  /** The deadline of what is not in the table, before any other. */
  static final long NONE = Long.MIN_VALUE;

  private static final int SMALLEST = 16;

  /** Slots are pairs: a code at an even index, 0 if the slot is free, and its deadline behind. */
  private volatile AtomicLongArray slots = new AtomicLongArray(2 * SMALLEST);

  /** Slots in use, of codes that were removed too. Only the writer's, as all that is not final. */
  private int used;

  /** The deadline of a code, or {@link #NONE}. */
  long get(long code) {
    AtomicLongArray now = slots;
    int slot = find(now, code);
    return now.getAcquire(slot) == 0 ? NONE : now.getAcquire(slot + 1);
  }

  /**
   * Puts a code.
   *
   * @param deadline any but {@link #NONE}
   * @param forgotten entries whose deadline is not after this may be dropped
   */
  void put(long code, long deadline, long forgotten) {
    AtomicLongArray now = slots;
    int slot = find(now, code);
    if (now.getPlain(slot) != 0) {
      now.setRelease(slot + 1, deadline);
      return;
    }
    if ((used + 1) * 10L > now.length() / 2 * 7L) {
      rebuild(forgotten);
      now = slots;
      slot = find(now, code);
    }
    now.setPlain(slot + 1, deadline);
    now.setRelease(slot, code);
    used++;
  }

  void remove(long code) {
    AtomicLongArray now = slots;
    int slot = find(now, code);
    if (now.getPlain(slot) != 0) {
      now.setRelease(slot + 1, NONE);
    }
  }

  /** Doubles the table if its living entries need it, and leaves the others behind. */
  private void rebuild(long forgotten) {
    AtomicLongArray old = slots;
    int living = 0;
    for (int i = 0; i < old.length(); i += 2) {
      living += lives(old, i, forgotten) ? 1 : 0;
    }
    int capacity = old.length() / 2;
    // Room for a third more, or the next rebuild would be near.
    while ((living + 1) * 4L > capacity * 2L) {
      capacity = Math.multiplyExact(capacity, 2);
    }
    AtomicLongArray next = new AtomicLongArray(Math.multiplyExact(capacity, 2));
    for (int i = 0; i < old.length(); i += 2) {
      if (lives(old, i, forgotten)) {
        int slot = find(next, old.getPlain(i));
        next.setPlain(slot, old.getPlain(i));
        next.setPlain(slot + 1, old.getPlain(i + 1));
      }
    }
    slots = next;
    used = living;
  }

  private static boolean lives(AtomicLongArray slots, int slot, long forgotten) {
    return slots.getPlain(slot) != 0 && slots.getPlain(slot + 1) > forgotten;
  }

  /** The slot of a code, or the free one where it would be. */
  private static int find(AtomicLongArray slots, long code) {
    int mask = slots.length() / 2 - 1;
    long mixed = code * 0x9E3779B97F4A7C15L;
    int i = (int) (mixed ^ (mixed >>> 32)) & mask;
    while (true) {
      long found = slots.getAcquire(2 * i);
      if (found == code || found == 0) {
        return 2 * i;
      }
      i = (i + 1) & mask;
    }
  }

  /** Entries, of which some may have ended; counted by walking through. */
  long size() {
    AtomicLongArray now = slots;
    long size = 0;
    for (int i = 0; i < now.length(); i += 2) {
      size += now.getAcquire(i) != 0 && now.getAcquire(i + 1) != NONE ? 1 : 0;
    }
    return size;
  }
}
