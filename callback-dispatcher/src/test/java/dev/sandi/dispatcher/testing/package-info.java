/** A dispatcher that runs as in production, and the servers that it calls. */
@NullMarked
package dev.sandi.dispatcher.testing;

import org.jspecify.annotations.NullMarked;
