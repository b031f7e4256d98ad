package dev.sandi.bench.mortal;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The life of one copy. Everything by which the copy reaches the world is cut at its end in one
 * moment: its connections to the database and to receivers are closed, none is opened any more, and
 * it hears nothing of the broker. Whatever its threads do then is known to nobody, as if the kernel
 * had ended them; the database ends its transactions, and its leases and its place in the group
 * remain as after {@code kill -9}.
 *
 * <p>It ends at a step that is counted: a statement that is about to leave, or one whose answer is
 * about to be read; a request likewise; a poll, a commit or a record for the broker.
 */
public final class Life {

  private static final Map<String, Life> ALL = new ConcurrentHashMap<>();

  private final String name;
  private final String address;
  private final Set<Closeable> ways = ConcurrentHashMap.newKeySet();
  private final AtomicLong stepsLeft = new AtomicLong(Long.MAX_VALUE);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean dead;
  private volatile @Nullable String last;
  private volatile long diedAt;

  private Life(String name, String address) {
    this.name = name;
    this.address = address;
  }

  /**
   * A new life.
   *
   * @param address of this machine, from which it calls receivers
   */
  public static Life begin(String name, String address) {
    Life life = new Life(name, address);
    ALL.put(name, life);
    return life;
  }

  static Life of(String name) {
    return Objects.requireNonNull(ALL.get(name));
  }

  String address() {
    return address;
  }

  /** Has it end after so many steps from now. */
  public void endAfter(long steps) {
    stepsLeft.set(steps);
  }

  /** Ends it if it does not end before. */
  public void awaitEnd(long longest, TimeUnit unit) throws InterruptedException {
    if (!ended.await(longest, unit)) {
      end("its time");
    }
  }

  /**
   * Takes a step.
   *
   * @throws DeadException if the copy is dead, or dies of this step
   */
  void step(String what) {
    checkAlive();
    if (stepsLeft.decrementAndGet() == 0) {
      end(what);
      throw new DeadException();
    }
  }

  void checkAlive() {
    if (dead) {
      throw new DeadException();
    }
  }

  boolean isDead() {
    return dead;
  }

  /** Keeps a way to the world, to cut it at the end. */
  void opened(Closeable way) {
    ways.add(way);
    if (dead) {
      cut(way);
      throw new DeadException();
    }
  }

  void closed(Closeable way) {
    ways.remove(way);
  }

  private synchronized void end(String what) {
    if (!dead) {
      last = what;
      dead = true;
      ways.forEach(Life::cut);
      ways.clear();
      diedAt = System.nanoTime();
      ALL.remove(name);
      ended.countDown();
    }
  }

  private static void cut(Closeable way) {
    try {
      way.close();
    } catch (IOException | RuntimeException e) {
      // It is as good as cut.
    }
  }

  /** When nothing of it reached the world any more, as {@link System#nanoTime}. */
  public long diedAt() {
    return diedAt;
  }

  /** The step that it died of. */
  public String diedOf() {
    return String.valueOf(last);
  }
}
