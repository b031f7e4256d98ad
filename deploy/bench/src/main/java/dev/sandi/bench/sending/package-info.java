/**
 * What becomes of messages when gateways, links and the processor itself fail, counted by all
 * sides.
 */
@NullMarked
package dev.sandi.bench.sending;

import org.jspecify.annotations.NullMarked;
