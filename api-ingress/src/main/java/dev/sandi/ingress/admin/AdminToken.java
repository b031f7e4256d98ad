package dev.sandi.ingress.admin;

import dev.sandi.runtime.ConfigurationException;
import dev.sandi.value.Secret;
import org.jspecify.annotations.Nullable;

/** What an administrator shows: {@code Authorization: Bearer <token>} (RFC 6750). */
final class AdminToken {

  private static final int SHORTEST = 16;
  private static final String SCHEME = "Bearer ";

  private final @Nullable Secret token;

  /**
   * @param token null or blank if there is no administration
   * @param mayBeShort whether everybody may know it, as in local runs
   * @throws ConfigurationException if it can be guessed
   */
  AdminToken(@Nullable Secret token, boolean mayBeShort) {
    this.token = token == null || token.reveal().isBlank() ? null : token;
    if (this.token != null && !mayBeShort && this.token.reveal().length() < SHORTEST) {
      throw new ConfigurationException(
          "sandi.ingress.admin-token (SANDI_ADMIN_TOKEN) should have at least %d characters"
              .formatted(SHORTEST));
    }
  }

  boolean exists() {
    return token != null;
  }

  /** In constant time. */
  boolean isIn(@Nullable String authorization) {
    return token != null
        && authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && token.equals(Secret.of(authorization.substring(SCHEME.length()).strip()));
  }
}
