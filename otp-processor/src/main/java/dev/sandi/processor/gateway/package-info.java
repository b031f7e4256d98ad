/**
 * What a gateway is to the rest of the processor. Each kind of gateway is a package of its own
 * beside this one, and knows nothing but this one.
 */
@NullMarked
package dev.sandi.processor.gateway;

import org.jspecify.annotations.NullMarked;
