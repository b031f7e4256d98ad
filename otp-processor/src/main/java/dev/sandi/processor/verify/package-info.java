/** Checking a code, for the ingress. */
@NullMarked
package dev.sandi.processor.verify;

import org.jspecify.annotations.NullMarked;
