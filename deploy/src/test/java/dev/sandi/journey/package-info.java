/** The product's story, told against all three services on a real broker and a real database. */
@NullMarked
package dev.sandi.journey;

import org.jspecify.annotations.NullMarked;
