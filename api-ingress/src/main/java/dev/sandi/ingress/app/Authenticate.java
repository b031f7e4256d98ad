package dev.sandi.ingress.app;

import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.source.FailedAttempts;
import dev.sandi.ingress.source.Sources;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells which app a request comes from, by its headers {@code App-ID} and {@code API-Key}. Asks
 * nobody: what there is to know is in memory.
 *
 * <p>Unknown app, wrong key, revoked or expired key, and suspended app look alike from outside, in
 * the answer and in the work done for it.
 */
@Component
public class Authenticate {

  private final KnownApps apps;
  private final KeyUses uses;
  private final Sources sources;
  private final FailedAttempts failures;
  private final Clock clock;

  Authenticate(
      KnownApps apps, KeyUses uses, Sources sources, FailedAttempts failures, Clock clock) {
    this.apps = apps;
    this.uses = uses;
    this.sources = sources;
    this.failures = failures;
    this.clock = clock;
  }

  /**
   * Looks at the headers of a request. Call it once a request: a failure is counted.
   *
   * @throws Refusal 503 if apps could not be read since the start
   */
  public Authentication of(HttpServletRequest request) {
    AppId id = appId(request.getHeader("App-ID"));
    String key = request.getHeader("API-Key");
    if (id == null || key == null) {
      return denied(request, null);
    }
    KnownApp named = apps.known(id).orElse(null);
    Instant now = clock.instant();
    LiveKey used =
        (named == null ? Credentials.NOBODYS : named.credentials())
            .accept(KeyHash.of(Secret.of(key)), now);
    if (named == null || used == null) {
      return denied(request, named == null ? null : id);
    }
    uses.note(used, now);
    return new Authentication.Granted(named.app());
  }

  private Authentication denied(HttpServletRequest request, @Nullable AppId named) {
    Refusal refusal = failures.note(sources.of(request));
    return new Authentication.Denied(refusal, refusal.status() == 401 ? named : null);
  }

  private static @Nullable AppId appId(@Nullable String header) {
    try {
      return header == null ? null : new AppId(header);
    } catch (InvalidValueException e) {
      return null;
    }
  }
}
