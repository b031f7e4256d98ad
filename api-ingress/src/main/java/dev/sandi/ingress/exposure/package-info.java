/** What operators may see, and on which port. */
@NullMarked
package dev.sandi.ingress.exposure;

import org.jspecify.annotations.NullMarked;
