package dev.sandi.bench.traffic;

import java.time.Instant;
import java.util.List;

/**
 * Events that belong together.
 *
 * @param start not after any of them
 */
record Scene(Instant start, List<Event> events) {}
