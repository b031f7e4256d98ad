/** Tells the customer's server what happened. */
@NullMarked
package dev.sandi.dispatcher;

import org.jspecify.annotations.NullMarked;
