/** Every error of the internal endpoints as one JSON body. */
@NullMarked
package dev.sandi.processor.problem;

import org.jspecify.annotations.NullMarked;
