package dev.sandi.bench.callbacks;

/**
 * The end of a copy.
 *
 * @param address from which it called receivers, and no other copy did
 * @param nanos when it died, as {@link System#nanoTime}
 * @param of the step that it died of
 */
record Death(String address, long nanos, String of) {}
