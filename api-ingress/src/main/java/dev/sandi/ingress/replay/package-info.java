/**
 * Callbacks that ended are told again, for administrators. The dispatcher does it; this asks it.
 */
@NullMarked
package dev.sandi.ingress.replay;

import org.jspecify.annotations.NullMarked;
