package dev.sandi.ingress.blocklist;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A block as administrators see it.
 *
 * @param key {@code [<app id>/]<digits>[*]}
 * @param state {@code active}, {@code expired}, or {@code removed} if it was taken back
 * @param source who blocked it: {@code admin}, or the name of a check
 * @param expiresAt when it ends by itself; null if never
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Block(
    String key,
    String digits,
    boolean prefix,
    @Nullable String appId,
    String state,
    String reason,
    String source,
    @Nullable Instant expiresAt,
    Instant changedAt) {

  static final String ACTIVE = "active";

  boolean isActive() {
    return state.equals(ACTIVE);
  }
}
