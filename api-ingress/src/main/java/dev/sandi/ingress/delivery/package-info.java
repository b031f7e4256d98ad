/**
 * What became of callbacks, for administrators, and callbacks for a test. The dispatcher keeps and
 * makes them; this asks it.
 */
@NullMarked
package dev.sandi.ingress.delivery;

import org.jspecify.annotations.NullMarked;
