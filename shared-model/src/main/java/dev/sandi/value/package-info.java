/**
 * The words that all services share: values that validate themselves and mask themselves in {@code
 * toString}.
 */
@NullMarked
package dev.sandi.value;

import org.jspecify.annotations.NullMarked;
