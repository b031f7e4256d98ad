package dev.sandi.ingress.abandon;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that was admitted, and of which nothing was heard since.
 *
 * @param attempt the last one, if its key was taken up again
 * @param since the id before whose time it was not published
 */
record Unheard(String app, UUID session, @Nullable UUID attempt, UUID since) {}
