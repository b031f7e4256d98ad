/** Traces: which there are, where they go, and how the parts of one find each other. */
@NullMarked
package dev.sandi.trace;

import org.jspecify.annotations.NullMarked;
