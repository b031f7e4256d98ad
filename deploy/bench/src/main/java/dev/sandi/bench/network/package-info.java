/** A network between the parts of an installation, which can be as bad as real ones. */
@NullMarked
package dev.sandi.bench.network;

import org.jspecify.annotations.NullMarked;
