package dev.sandi.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a JVM of the run has used.
 *
 * @param heap bytes in use, garbage included
 * @param collected milliseconds that collections took since its start; those of a collector that
 *     works beside the program stopped it for a part of that only
 */
public record JvmFigures(long heap, long collected) {

  static JvmFigures ofThisProcess() {
    return new JvmFigures(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum());
  }

  static JvmFigures parse(String told) {
    String[] words = told.split(" ", 2);
    return new JvmFigures(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  @Override
  public String toString() {
    return heap + " " + collected;
  }
}
