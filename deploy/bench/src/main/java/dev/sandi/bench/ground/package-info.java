/** Puts a simulated week of requests to the real processor, and counts what its checks stop. */
@NullMarked
package dev.sandi.bench.ground;

import org.jspecify.annotations.NullMarked;
