package dev.sandi.processor.sending;

import dev.sandi.runtime.Failures;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gateways that are given nothing more, and wait for their answers. */
final class Retiring {

  private static final Logger log = LoggerFactory.getLogger(Retiring.class);
  private static final long LONGEST_CLOSE_MILLIS = 8_000;

  private final Map<RunningGateway, Thread> threads = new ConcurrentHashMap<>();

  /** Has one go, which takes as long as an answer; nobody should wait for that. */
  void add(RunningGateway gateway) {
    Thread thread =
        new Thread(
            () -> {
              retire(gateway);
              threads.remove(gateway);
            },
            "processor-gateway-closing");
    thread.setDaemon(true);
    threads.put(gateway, thread);
    thread.start();
  }

  private static void retire(RunningGateway gateway) {
    try {
      gateway.retire();
    } catch (RuntimeException e) {
      tell(gateway, e);
    }
  }

  static void close(RunningGateway gateway) {
    try {
      gateway.close();
    } catch (RuntimeException e) {
      tell(gateway, e);
    }
  }

  private static void tell(RunningGateway gateway, RuntimeException e) {
    log.warn("Gateway {} did not close: {}", gateway.name(), Failures.describe(e));
  }

  Collection<RunningGateway> all() {
    return List.copyOf(threads.keySet());
  }

  /** Waits until they have gone, for some seconds: whoever closes one hurries it up. */
  void awaitAll() {
    try {
      long end = System.nanoTime() + LONGEST_CLOSE_MILLIS * 1_000_000;
      for (Thread thread : List.copyOf(threads.values())) {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
