package dev.sandi.smsc;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * The SMSC simulator by itself, for whoever tries things out: {@code mvn -Psmsc spring-boot:run}.
 * It is the simulated handset too, so it shows what it takes, codes included.
 */
public final class SmscProcess {

  private SmscProcess() {}

  public static void main(String[] args) throws InterruptedException {
    int port = number("smsc.port", 2775);
    int latency = number("smsc.latency", 50);
    try (SmscSimulator smsc =
        SmscSimulator.start(port)
            .latency(Duration.ofMillis(latency))
            .behave(Behaviour.BY_NUMBER)
            .onSubmitted(SmscProcess::show)) {
      smsc.ledger().onlyCount();
      System.out.printf(
          "SMSC on 127.0.0.1:%d, system id %s, password %s, %d ms. Ctrl-C ends it.%n",
          smsc.port(), SmscSimulator.SYSTEM_ID, SmscSimulator.PASSWORD, latency);
      new CountDownLatch(1).await();
    }
  }

  private static void show(Submitted submitted) {
    String source = submitted.pdu().getSourceAddr();
    System.out.printf(
        "%d  %s -> %s  %s%s%n",
        submitted.id(),
        source == null ? "(no source)" : source,
        submitted.msisdn(),
        submitted.parts() == 1 ? "" : "[%d/%d] ".formatted(submitted.part(), submitted.parts()),
        submitted.text());
  }

  private static int number(String property, int otherwise) {
    String text = System.getProperty(property, "");
    return text.isBlank() ? otherwise : Integer.parseInt(text.strip());
  }
}
