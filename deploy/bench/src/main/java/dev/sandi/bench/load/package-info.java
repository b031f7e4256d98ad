/** The whole path under a held rate: how much it takes, how long it takes, and what that costs. */
@NullMarked
package dev.sandi.bench.load;

import org.jspecify.annotations.NullMarked;
