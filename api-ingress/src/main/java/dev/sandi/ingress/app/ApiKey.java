package dev.sandi.ingress.app;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a key: never the key.
 *
 * @param prefix its beginning, which may be shown
 * @param lastUsedAt to ten seconds
 * @param revokedAt null also if it was revoked before this was kept
 */
record ApiKey(
    UUID id,
    String name,
    String prefix,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    boolean revoked,
    @Nullable Instant revokedAt) {}
