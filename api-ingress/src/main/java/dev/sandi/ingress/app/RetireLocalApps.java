package dev.sandi.ingress.app;

import dev.sandi.storage.Columns;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Closes what {@link LocalApps} opened, if this database was once used by a local run: its keys and
 * its webhook secret are public.
 */
@Component
@Profile("!" + LocalApps.PROFILE)
final class RetireLocalApps implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(RetireLocalApps.class);

  private static final String REVOKE =
      "update api_keys set revoked = true where hash in (?, ?) and not revoked";

  private static final String DISARM =
      """
      update apps
      set insecure_callbacks = false, webhook_keys = '[]', active = false, changed_at = ?
      where webhook_keys @> '[{"id": "local"}]'
      """;

  private final JdbcTemplate jdbc;
  private final Clock clock;

  RetireLocalApps(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void afterPropertiesSet() {
    int revoked =
        jdbc.update(
            REVOKE,
            KeyHash.of(LocalApps.DEMO_KEY).bytes(),
            KeyHash.of(LocalApps.SANDBOX_KEY).bytes());
    int disarmed = jdbc.update(DISARM, Columns.time(clock.instant()));
    if (revoked + disarmed > 0) {
      log.warn("The apps of a local run were found in this database, and are suspended");
    }
  }
}
