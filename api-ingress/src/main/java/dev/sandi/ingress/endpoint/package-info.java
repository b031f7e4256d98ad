/**
 * The endpoints that an app's callbacks go to, for administrators. The dispatcher keeps them; this
 * asks it.
 */
@NullMarked
package dev.sandi.ingress.endpoint;

import org.jspecify.annotations.NullMarked;
