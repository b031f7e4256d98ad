package dev.sandi.testing;

/**
 * Waits until Spring has closed its contexts, which the JVM would do at the same time: a listener
 * whose broker is gone takes seconds to close.
 */
record AfterSpring(Runnable action) implements Runnable {

  private static final long LIMIT_MILLIS = 20_000;

  @Override
  public void run() {
    try {
      // All hooks are started one after the other, in no set order.
      Thread.sleep(20);
      for (var thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("SpringApplicationShutdownHook")) {
          thread.join(LIMIT_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    action.run();
  }
}
