/** Files of the pages that the ingress serves from its own jar. */
@NullMarked
package dev.sandi.ingress.asset;

import org.jspecify.annotations.NullMarked;
