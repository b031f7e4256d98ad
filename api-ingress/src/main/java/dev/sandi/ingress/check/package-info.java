/** What the processor's checks said of sessions, for administrators. */
@NullMarked
package dev.sandi.ingress.check;

import org.jspecify.annotations.NullMarked;
