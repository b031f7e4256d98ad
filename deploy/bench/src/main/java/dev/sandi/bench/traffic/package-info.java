/**
 * A simulated week of requests, honest ones and attacks, each labelled: the same by the same seed.
 */
@NullMarked
package dev.sandi.bench.traffic;

import org.jspecify.annotations.NullMarked;
