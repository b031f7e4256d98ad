package dev.sandi.dispatcher.app;

import dev.sandi.crypto.Sealer;
import dev.sandi.crypto.UnsealableException;
import dev.sandi.dispatcher.http.AppTls;
import dev.sandi.event.AppChanged.CallbackTls;
import dev.sandi.value.AppId;
import dev.sandi.value.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** How apps' callbacks connect, as it is stored: JSON whose private key is sealed. */
@Component
class SealedTls {

  private static final Logger log = LoggerFactory.getLogger(SealedTls.class);
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Sealer sealer;

  SealedTls(Sealer sealer) {
    this.sealer = sealer;
  }

  static @Nullable String write(@Nullable CallbackTls tls) {
    return tls == null ? null : MAPPER.writeValueAsString(tls);
  }

  /**
   * Opens it. What cannot be read or opened is no reason to connect as if it were not there: a
   * certificate without a key is not used, and no callback made.
   */
  @Nullable AppTls open(AppId app, @Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      CallbackTls stored = MAPPER.readValue(json, CallbackTls.class);
      return AppTls.of(json, stored.authorities(), stored.certificate(), key(app, stored));
    } catch (JacksonException e) {
      log.warn("How callbacks of app {} connect cannot be read", app);
      return AppTls.of(json, null, "", null);
    }
  }

  private @Nullable Secret key(AppId app, CallbackTls stored) {
    String sealed = stored.sealedPrivateKey();
    if (sealed == null) {
      return null;
    }
    try {
      return sealer.open(sealed, CallbackTls.context(app));
    } catch (UnsealableException e) {
      log.debug("The private key of app {} cannot be opened: {}", app, e.getMessage());
      return null;
    }
  }
}
