/** The life of a code: one live code for each app, msisdn and challenge. */
@NullMarked
package dev.sandi.processor.code;

import org.jspecify.annotations.NullMarked;
