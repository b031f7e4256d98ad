package dev.sandi.dispatcher.app;

import dev.sandi.crypto.Sealer;
import dev.sandi.crypto.UnsealableException;
import dev.sandi.dispatcher.http.SigningKey;
import dev.sandi.event.AppChanged.WebhookKey;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The keys of an app as they are stored: JSON whose secrets are sealed. */
@Component
class SealedKeys {

  private static final Logger log = LoggerFactory.getLogger(SealedKeys.class);
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Sealer sealer;

  SealedKeys(Sealer sealer) {
    this.sealer = sealer;
  }

  static String write(List<WebhookKey> keys) {
    return MAPPER.writeValueAsString(keys);
  }

  /** The keys that can be opened; one that cannot does not keep the others from signing. */
  List<App.Key> open(AppId app, String json) {
    List<App.Key> keys = new ArrayList<>();
    for (WebhookKey key : read(app, json)) {
      try {
        SigningKey opened = SigningKey.of(sealer.open(key.sealedSecret(), app.value()));
        keys.add(new App.Key(opened, key.expiresAt()));
      } catch (UnsealableException | InvalidValueException e) {
        log.debug("Webhook key {} of app {} cannot sign: {}", key.id(), app, e.getMessage());
      }
    }
    return List.copyOf(keys);
  }

  private static List<WebhookKey> read(AppId app, String json) {
    try {
      return List.of(MAPPER.readValue(json, WebhookKey[].class));
    } catch (JacksonException e) {
      log.warn("The webhook keys of app {} cannot be read", app);
      return List.of();
    }
  }
}
