/**
 * How events travel: out through the outbox and its relay, in through batches that are read once
 * each, and aside to dead letters.
 */
@NullMarked
package dev.sandi.messaging;

import org.jspecify.annotations.NullMarked;
