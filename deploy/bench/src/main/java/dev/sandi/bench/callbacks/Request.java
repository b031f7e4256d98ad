package dev.sandi.bench.callbacks;

import java.util.UUID;

/**
 * A request as its receiver saw it.
 *
 * @param receiver its number
 * @param from the address that it came from
 * @param id the {@code webhook-id}
 * @param body a digest of the body, the same for the same bytes
 * @param number digits behind {@code n=} in its path, -1 if there are none
 * @param nanos when its last byte was read, as {@link System#nanoTime}
 * @param millis the same by the clock of the machine
 */
public record Request(
    int receiver, String from, UUID id, int body, long number, long nanos, long millis) {}
