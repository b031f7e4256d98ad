package dev.sandi.bench.crash;

/**
 * A request at a receiver.
 *
 * @param at in milliseconds of the run
 * @param body a digest of its body
 */
record MadeCallback(long at, int body) {}
