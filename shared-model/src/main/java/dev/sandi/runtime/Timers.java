package dev.sandi.runtime;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Threads that do what is due, and that nobody waits for at the end of the process. */
public final class Timers {

  private Timers() {}

  /** A timer with a thread of its own, which whoever made it shuts down. */
  public static ScheduledExecutorService named(String thread) {
    return Executors.newSingleThreadScheduledExecutor(
        work -> {
          Thread started = new Thread(work, thread);
          started.setDaemon(true);
          return started;
        });
  }
}
