/** How the ingress asks the other services of Sandi over their internal HTTP. */
@NullMarked
package dev.sandi.ingress.peer;

import org.jspecify.annotations.NullMarked;
