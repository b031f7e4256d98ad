/**
 * What becomes of messages that gateways took: their reports, and another gateway where one fails.
 */
@NullMarked
package dev.sandi.processor.report;

import org.jspecify.annotations.NullMarked;
