/** Deliveries and their attempts as those see them who have to explain one. */
@NullMarked
package dev.sandi.dispatcher.inspect;

import org.jspecify.annotations.NullMarked;
