/** All that is kept of an app, to be taken along. */
@NullMarked
package dev.sandi.ingress.export;

import org.jspecify.annotations.NullMarked;
