package dev.sandi.ingress.app;

import dev.sandi.ingress.IngressProperties;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Tells which app a request comes from, by its headers {@code App-ID} and {@code API-Key}.
 *
 * <p>Unknown app, wrong key, revoked or expired key, and suspended app look alike from outside, in
 * the answer and in the work done for it.
 */
@Component
public class Authenticate {

  private final Apps apps;
  private final ProvenKeys proven;

  Authenticate(Apps apps, IngressProperties properties) {
    this.apps = apps;
    this.proven = new ProvenKeys(properties.appCache());
  }

  /**
   * Looks at the headers of a request.
   *
   * @throws DataAccessException if the database is away
   */
  public Authentication of(HttpServletRequest request) {
    AppId id = appId(request.getHeader("App-ID"));
    String key = request.getHeader("API-Key");
    if (id == null || key == null) {
      return new Authentication.Denied(null);
    }
    KeyHash hash = KeyHash.of(Secret.of(key));
    Optional<App> app = proven.find(id, hash);
    return app.isPresent() ? new Authentication.Granted(app.get()) : compare(id, hash);
  }

  private Authentication compare(AppId id, KeyHash hash) {
    Optional<Credentials> credentials = apps.find(id);
    if (credentials.isEmpty()) {
      return new Authentication.Denied(null);
    }
    if (!credentials.get().accept(hash)) {
      return new Authentication.Denied(id);
    }
    App app = credentials.get().app();
    proven.remember(app, hash);
    return new Authentication.Granted(app);
  }

  private static @Nullable AppId appId(@Nullable String header) {
    try {
      return header == null ? null : new AppId(header);
    } catch (InvalidValueException e) {
      return null;
    }
  }
}
