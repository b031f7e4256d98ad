package dev.sandi.processor.code;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A code that was just made for a session.
 *
 * @param session the first session that carries it, which is also the context of its seal
 * @param hash what a guess is compared with
 * @param sealed the code itself, for sending it again
 * @param requestedAt from when its limit counts
 */
record NewCode(UUID session, String hash, String sealed, Instant requestedAt, Duration limit) {}
