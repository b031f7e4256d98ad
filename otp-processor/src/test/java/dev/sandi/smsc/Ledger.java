package dev.sandi.smsc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What the SMSC was asked, and what it was answered. */
public final class Ledger {

  private final ConcurrentLinkedQueue<Submitted> taken = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Submitted> all = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Integer> reportAnswers = new ConcurrentLinkedQueue<>();
  private final LongAdder count = new LongAdder();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();
  private final LongAdder enquiries = new LongAdder();
  private final AtomicInteger unbinds = new AtomicInteger();
  private final AtomicInteger refusedBinds = new AtomicInteger();
  private volatile boolean keeps = true;

  /** Only counts from now on: for runs that would fill the memory. */
  public void onlyCount() {
    keeps = false;
  }

  void submitted(Submitted submitted, Reaction reaction) {
    count.increment();
    if (keeps) {
      all.add(submitted);
      if (reaction.status() == 0 && reaction.answers()) {
        taken.add(submitted);
      }
    }
  }

  void opened() {
    int now = open.incrementAndGet();
    mostOpen.accumulateAndGet(now, Math::max);
  }

  void answered() {
    open.decrementAndGet();
  }

  void reportAnswered(int status) {
    reportAnswers.add(status);
  }

  void enquired() {
    enquiries.increment();
  }

  void unbound() {
    unbinds.incrementAndGet();
  }

  /** Every submit_sm, whatever came of it. */
  public List<Submitted> all() {
    return List.copyOf(all);
  }

  /** What was answered with success. */
  public List<Submitted> taken() {
    return List.copyOf(taken);
  }

  /** How often each message was taken, by its text: texts of a test differ. */
  public Map<String, Long> takenByText() {
    return taken.stream().collect(Collectors.groupingBy(Submitted::text, Collectors.counting()));
  }

  public long count() {
    return count.sum();
  }

  /** Most submits that waited for an answer at one time, over all connections. */
  public int mostOpen() {
    return mostOpen.get();
  }

  /** The statuses of deliver_sm_resp, in their order. */
  public List<Integer> reportAnswers() {
    return List.copyOf(reportAnswers);
  }

  public long enquiries() {
    return enquiries.sum();
  }

  public int unbinds() {
    return unbinds.get();
  }

  void refusedBind() {
    refusedBinds.incrementAndGet();
  }

  public int refusedBinds() {
    return refusedBinds.get();
  }
}
