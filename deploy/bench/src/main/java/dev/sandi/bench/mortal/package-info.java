/** A dispatcher that dies at any step, many times in one process. */
@NullMarked
package dev.sandi.bench.mortal;

import org.jspecify.annotations.NullMarked;
