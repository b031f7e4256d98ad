package dev.sandi.bench;

import dev.sandi.local.LocalFailure;

/** A process that shows one table, and ends with 1 if something in it is missed. */
public final class JudgedRun {

  private JudgedRun() {}

  /** What fills the table. */
  @FunctionalInterface
  public interface Work {

    /** Whether everything held. */
    boolean fill(String only, Progress progress, Table table) throws InterruptedException;
  }

  /** Does what {@code -Dbench.only} names, and ends this process. */
  public static void exitAfter(Work work) throws InterruptedException {
    try {
      System.exit(isHeld(work) ? 0 : 1);
    } catch (BenchmarkFailure | LocalFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static boolean isHeld(Work work) throws InterruptedException {
    Table table = new Table();
    String only = String.join(",", Property.words("bench.only", ","));
    boolean held = work.fill(only, new Progress(), table);
    System.out.printf(
        "%nJDK %s, %d cores%n%n%s%n",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        table.show());
    return held;
  }
}
