package dev.sandi.ingress.console;

import io.swagger.v3.oas.annotations.Hidden;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Profile;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /console/webhooks/{box}}: takes the callbacks of what is tried in the console, and shows
 * them to who knows the box, which is the page that made it up. Only in local runs: elsewhere a
 * customer has a server.
 */
@Hidden
@RestController
@Profile("local")
@ConditionalOnProperty("sandi.ingress.console")
final class LocalWebhooksController {

  private final LocalWebhooks webhooks = new LocalWebhooks();
  private final Clock clock;

  LocalWebhooksController(Clock clock) {
    this.clock = clock;
  }

  @PostMapping("/console/webhooks/{box}")
  ResponseEntity<Void> take(
      @PathVariable UUID box,
      @RequestHeader(name = "webhook-id", required = false) @Nullable String id,
      @RequestHeader(name = "webhook-timestamp", required = false) @Nullable String timestamp,
      @RequestHeader(name = "webhook-signature", required = false) @Nullable String signature,
      @RequestBody byte[] body) {
    webhooks.put(
        box,
        new WebhookCall(
            clock.instant(), id, timestamp, signature, new String(body, StandardCharsets.UTF_8)));
    return ResponseEntity.noContent().build();
  }

  @GetMapping("/console/webhooks/{box}")
  ResponseEntity<List<WebhookCall>> show(@PathVariable UUID box) {
    return ResponseEntity.ok().header("Cache-Control", "no-store").body(webhooks.of(box));
  }
}
