/** Whom an app wants to be called: its origins, and whether they are open. */
@NullMarked
package dev.sandi.dispatcher.endpoint;

import org.jspecify.annotations.NullMarked;
