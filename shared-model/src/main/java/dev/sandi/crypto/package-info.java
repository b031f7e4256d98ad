/**
 * How a code is hidden: sealed where it must be read again, hashed with a key where it must not.
 */
@NullMarked
package dev.sandi.crypto;

import org.jspecify.annotations.NullMarked;
