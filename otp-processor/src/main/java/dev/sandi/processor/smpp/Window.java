package dev.sandi.processor.smpp;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What waits for an answer on one connection, by sequence number. */
final class Window {

  private final Map<Integer, Pending> pending = new LinkedHashMap<>();
  private boolean closed;

  /** Adds one; false if the connection has ended. */
  synchronized boolean add(int sequence, Pending added) {
    if (!closed) {
      pending.put(sequence, added);
    }
    return !closed;
  }

  /** Takes out what a sequence number stands for; null if nothing waits for it (any more). */
  synchronized @Nullable Pending remove(int sequence) {
    return pending.remove(sequence);
  }

  /** Takes out what has waited too long. */
  synchronized List<Pending> removeOver(long now) {
    List<Pending> over = new ArrayList<>();
    Iterator<Pending> all = pending.values().iterator();
    while (all.hasNext()) {
      Pending one = all.next();
      if (one.isOver(now)) {
        all.remove();
        over.add(one);
      }
    }
    return over;
  }

  /** Takes out everything, and takes nothing more. */
  synchronized List<Pending> close() {
    closed = true;
    List<Pending> all = new ArrayList<>(pending.values());
    pending.clear();
    return all;
  }
}
