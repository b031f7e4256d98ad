package dev.sandi.deploy;

import dev.sandi.local.LocalFailure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether a service of this machine takes requests: it starts before all that it needs is there.
 */
final class Readiness {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Readiness() {}

  /**
   * Waits until the service is ready.
   *
   * @throws LocalFailure if it is not within half a minute
   */
  static void await(int port) {
    var url = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
    var begun = System.nanoTime();
    while (!isReady(url)) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new LocalFailure("The service on port " + port + " does not become ready.");
      }
      pause();
    }
  }

  private static boolean isReady(URI url) {
    try {
      var connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout((int) PATIENCE.toMillis());
      connection.setReadTimeout((int) PATIENCE.toMillis());
      var status = connection.getResponseCode();
      connection.disconnect();
      return status == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalFailure("The start was interrupted.", e);
    }
  }
}
