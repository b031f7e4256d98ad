package dev.sandi.deploy;

import dev.sandi.ingress.app.LocalApps;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** What a newcomer needs next. */
record Banner(LocalSettings settings, Duration startUp) {

  private static final String MSISDN = "6281234567890";

  List<String> lines() {
    var ports = settings.ports();
    var api = "http://localhost:" + ports.ingress();
    var headers = "-H 'App-ID: demo' -H 'API-Key: demo-key' -H 'Content-Type: application/json'";
    return List.of(
        String.format(Locale.ROOT, "Sandi is ready after %.1f s.", startUp.toMillis() / 1000.0),
        "  API        " + api + "   (App-ID: demo, API-Key: demo-key)",
        "  admin      " + api + "/admin/v1   (Authorization: Bearer " + LocalApps.ADMIN_TOKEN + ")",
        "  processor  http://localhost:"
            + ports.processor()
            + "   dispatcher  http://localhost:"
            + ports.dispatcher(),
        "  data       " + settings.home() + "   (Ctrl-C stops; -Dsandi.fresh=true starts empty)",
        "send     curl -s %s %s/v2/otp/send -d '{\"msisdn\":\"%s\"}'"
            .formatted(headers, api, MSISDN),
        "inbox    curl -s 'localhost:%d/simulator/inbox?msisdn=%s'"
            .formatted(ports.processor(), MSISDN),
        "verify   curl -s %s %s/v2/otp/verify -d '{\"msisdn\":\"%s\",\"otp\":\"<code>\"}'"
            .formatted(headers, api, MSISDN));
  }

  void show() {
    if (settings.json()) {
      lines().forEach(LoggerFactory.getLogger(Banner.class)::info);
    } else {
      System.out.println("\n" + String.join("\n", lines()) + "\n");
    }
  }
}
