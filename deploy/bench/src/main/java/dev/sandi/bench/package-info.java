/** Measures what the services cost, against a bare endpoint of the same stack in the same run. */
@NullMarked
package dev.sandi.bench;

import org.jspecify.annotations.NullMarked;
