package dev.sandi.bench;

import dev.sandi.ingress.ApiIngressApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The JVM that is measured: the ingress, and the bare endpoint beside it. */
final class IngressProcess {

  private IngressProcess() {}

  /**
   * Runs until the standard input ends.
   *
   * @param args the ingress' settings, as its {@code main} takes them
   */
  public static void main(String[] args) {
    ConfigurableApplicationContext ingress =
        ApiIngressApplication.application().registerShutdownHook(false).run(args);
    ConfigurableApplicationContext noOp =
        NoOpApplication.application().run("--server.port=0", "--server.address=127.0.0.1");
    ChildProcess.tell(port(ingress) + " " + port(noOp));
    ChildProcess.answer(
        line ->
            line.equals("jvm")
                ? JvmFigures.ofThisProcess().toString()
                : RoundTrips.ofRequests() + " " + RoundTrips.ofOthers());
    // Nothing here is worth an orderly end, which would take seconds.
    Runtime.getRuntime().halt(0);
  }

  private static int port(ConfigurableApplicationContext context) {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }
}
