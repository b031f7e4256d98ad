/** How many requests of an app ended how, over time. */
@NullMarked
package dev.sandi.ingress.funnel;

import org.jspecify.annotations.NullMarked;
