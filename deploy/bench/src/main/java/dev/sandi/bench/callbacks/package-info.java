/**
 * What callbacks cost, what bad receivers do to good ones, and what becomes of callbacks when
 * dispatchers die.
 */
@NullMarked
package dev.sandi.bench.callbacks;

import org.jspecify.annotations.NullMarked;
