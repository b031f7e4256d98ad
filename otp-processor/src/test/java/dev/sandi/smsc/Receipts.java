package dev.sandi.smsc;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Delivery reports on their way. As an SMSC in earnest does, it comes again with one until an ESME
 * has acknowledged it, if it is told to.
 */
final class Receipts {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Supplier<Optional<SmscConnection>> receiver;
  private final BiConsumer<Duration, Runnable> later;
  private final AtomicInteger outstanding = new AtomicInteger();
  private volatile boolean insists;

  Receipts(Supplier<Optional<SmscConnection>> receiver, BiConsumer<Duration, Runnable> later) {
    this.receiver = receiver;
    this.later = later;
  }

  /** A report, as an ESME gets it. */
  record Receipt(String msisdn, String text) {}

  void insist() {
    insists = true;
  }

  /** Reports that no ESME has acknowledged. */
  int outstanding() {
    return outstanding.get();
  }

  /** Delivers a report for the first time. */
  void deliver(Receipt receipt) {
    if (insists) {
      outstanding.incrementAndGet();
      again(receipt);
    } else {
      receiver
          .get()
          .orElseThrow(() -> new IllegalStateException("no ESME receives"))
          .deliver(receipt);
    }
  }

  private void again(Receipt receipt) {
    receiver
        .get()
        .ifPresentOrElse(
            connection -> connection.deliver(receipt),
            () -> later.accept(PAUSE, () -> again(receipt)));
  }

  void acknowledged() {
    outstanding.decrementAndGet();
  }

  /** An ESME did not take it, or has gone before it said so. */
  void notTaken(Receipt receipt) {
    if (insists) {
      later.accept(PAUSE, () -> again(receipt));
    }
  }
}
