package dev.sandi.bench;

import dev.sandi.local.LocalKafka;
import java.nio.file.Path;

/** A JVM with a broker, as in production none of the ingress' own. */
final class BrokerProcess {

  private BrokerProcess() {}

  /**
   * Runs until the standard input ends.
   *
   * @param args the directory of its data
   */
  public static void main(String[] args) {
    LocalKafka kafka = LocalKafka.start(Path.of(args[0]), 0);
    ChildProcess.tell(kafka.bootstrapServers());
    ChildProcess.answer(line -> "");
    // Its data are deleted next.
    Runtime.getRuntime().halt(0);
  }
}
