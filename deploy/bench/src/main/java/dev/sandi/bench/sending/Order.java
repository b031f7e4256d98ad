package dev.sandi.bench.sending;

/**
 * A request that was answered with 201. Each is about a number of its own, so that a submit tells
 * its session.
 *
 * @param acceptedAt when the answer was read, in milliseconds of the run
 */
public record Order(String msisdn, String session, long acceptedAt) {}
