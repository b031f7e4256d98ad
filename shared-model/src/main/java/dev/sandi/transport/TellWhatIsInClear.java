package dev.sandi.transport;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Profiles;

/** So that nobody runs without TLS unawares; local runs are on loopback. */
final class TellWhatIsInClear implements ApplicationListener<ApplicationReadyEvent> {

  private static final Logger log = LoggerFactory.getLogger(TellWhatIsInClear.class);

  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    ConfigurableEnvironment environment = event.getApplicationContext().getEnvironment();
    List<String> inClear = InClear.of(environment);
    if (!inClear.isEmpty() && !environment.acceptsProfiles(Profiles.of("local"))) {
      log.warn(
          "Without TLS, or without a look at who answers: {}. SANDI_REQUIRE_TLS=true forbids it",
          String.join(", ", inClear));
    }
  }
}
