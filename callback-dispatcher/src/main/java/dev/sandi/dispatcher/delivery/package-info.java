/** Deliveries until they have ended: first attempts, retries, and what is told about them. */
@NullMarked
package dev.sandi.dispatcher.delivery;

import org.jspecify.annotations.NullMarked;
