/** A gateway whose handsets can be looked at, for local runs and sandboxes. */
@NullMarked
package dev.sandi.processor.simulator;

import org.jspecify.annotations.NullMarked;
