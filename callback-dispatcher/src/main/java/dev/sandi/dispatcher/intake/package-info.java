/** From lifecycle events to deliveries. */
@NullMarked
package dev.sandi.dispatcher.intake;

import org.jspecify.annotations.NullMarked;
