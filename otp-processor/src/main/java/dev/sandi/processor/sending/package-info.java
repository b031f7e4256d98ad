/** Handing messages to a gateway, once each, and recording what it said. */
@NullMarked
package dev.sandi.processor.sending;

import org.jspecify.annotations.NullMarked;
