/** Deliveries that ended are made due again: one, or all that a filter finds, at a bounded rate. */
@NullMarked
package dev.sandi.dispatcher.replay;

import org.jspecify.annotations.NullMarked;
