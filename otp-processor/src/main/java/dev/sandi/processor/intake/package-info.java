/** From Kafka: accepted requests become sessions, settings become rows. */
@NullMarked
package dev.sandi.processor.intake;

import org.jspecify.annotations.NullMarked;
