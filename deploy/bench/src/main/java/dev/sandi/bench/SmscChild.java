package dev.sandi.bench;

import dev.sandi.smsc.SmscSimulator;
import java.time.Duration;

/** The JVM of the SMSC that submits are measured against. */
final class SmscChild {

  private SmscChild() {}

  /** Tells its port, then sets its latency to each line, in ms, and tells what it has taken. */
  public static void main(String[] args) {
    SmscSimulator smsc = SmscSimulator.start(0);
    smsc.ledger().onlyCount();
    ChildProcess.tell(Integer.toString(smsc.port()));
    ChildProcess.answer(
        line -> {
          smsc.latency(Duration.ofMillis(Long.parseLong(line)));
          return Long.toString(smsc.ledger().count());
        });
    Runtime.getRuntime().halt(0);
  }
}
