/** A number is erased everywhere, whatever dies meanwhile, and a receipt says how far it is. */
@NullMarked
package dev.sandi.ingress.erasure;

import org.jspecify.annotations.NullMarked;
