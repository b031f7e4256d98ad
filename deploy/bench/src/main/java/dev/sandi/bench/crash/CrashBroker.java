package dev.sandi.bench.crash;

import dev.sandi.local.LocalKafka;
import java.nio.file.Path;

/** A JVM with a broker, which ends in order when it is asked to. */
final class CrashBroker {

  private CrashBroker() {}

  /**
   * Runs until a signal.
   *
   * @param args the directory of its data, and its port
   */
  public static void main(String[] args) {
    LocalKafka kafka = LocalKafka.start(Path.of(args[0]), Integer.parseInt(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "end"));
  }
}
