package dev.sandi.deploy;

import dev.sandi.local.LocalFailure;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/** Kafka, PostgreSQL and the three services in this JVM. */
public final class LocalPipeline {

  private final LocalSettings settings;
  private final Shutdown shutdown;

  private LocalPipeline(LocalSettings settings, Shutdown shutdown) {
    this.settings = settings;
    this.shutdown = shutdown;
  }

  public static void main(String[] args) {
    var shutdown = new Shutdown();
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "shutdown"));
    try {
      new LocalPipeline(LocalSettings.from(SettingsSource.ofThisProcess()), shutdown).run();
    } catch (RuntimeException e) {
      // While everything is being stopped, of course something does not start.
      if (!shutdown.hasBegun()) {
        System.err.println(sentence(e));
      }
      System.exit(1);
    }
  }

  private static String sentence(RuntimeException e) {
    return e instanceof LocalFailure ? String.valueOf(e.getMessage()) : "Sandi did not start: " + e;
  }

  private void run() {
    new LocalLogging(settings.json()).initialize();
    var home = new Preflight(settings).check();
    var keys = LocalKeys.in(home.keys());
    try {
      var backends = Backends.start(settings, home, shutdown);
      startServices(new ServiceArguments(settings, backends, keys));
      Readiness.await(settings.ports().ingress());
    } catch (RuntimeException e) {
      throw home.record(new LocalFailure(sentence(e), e));
    }
    var upTime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    new Banner(settings, upTime).show();
  }

  private void startServices(ServiceArguments arguments) {
    var executor = Executors.newCachedThreadPool();
    try {
      var starting =
          LocalService.all(settings.ports()).stream()
              .map(
                  service ->
                      CompletableFuture.runAsync(
                          () -> shutdown.add(service.stage(), service.start(arguments.of(service))),
                          executor))
              .toArray(CompletableFuture<?>[]::new);
      Together.await(starting);
    } finally {
      executor.shutdown();
    }
  }
}
