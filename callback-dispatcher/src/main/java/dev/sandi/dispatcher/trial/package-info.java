/** Test callbacks, for who wants to see whether a server would get them, and why not. */
@NullMarked
package dev.sandi.dispatcher.trial;

import org.jspecify.annotations.NullMarked;
