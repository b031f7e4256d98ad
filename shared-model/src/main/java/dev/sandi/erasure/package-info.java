/**
 * How a service forgets the number of sessions that it is told of, whatever dies meanwhile, and how
 * it keeps the number from coming back.
 */
@NullMarked
package dev.sandi.erasure;

import org.jspecify.annotations.NullMarked;
