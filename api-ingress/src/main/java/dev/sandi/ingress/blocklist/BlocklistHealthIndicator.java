package dev.sandi.ingress.blocklist;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Not up until the list has been read: this copy would refuse every request. */
@Component
final class BlocklistHealthIndicator extends AbstractHealthIndicator {

  private final Blocklist blocklist;

  BlocklistHealthIndicator(Blocklist blocklist) {
    super("Blocklist health check failed");
    this.blocklist = blocklist;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    builder.withDetail("blocklist", blocklist.isRead() ? "read" : "not read yet");
    if (blocklist.isRead()) {
      builder.up();
    } else {
      builder.outOfService();
    }
  }
}
