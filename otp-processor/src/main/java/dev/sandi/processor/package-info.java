/** Checks, creates, sends and verifies codes. */
@NullMarked
package dev.sandi.processor;

import org.jspecify.annotations.NullMarked;
