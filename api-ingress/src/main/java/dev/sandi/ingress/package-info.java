/** Accepts or refuses a request over HTTP, at once. */
@NullMarked
package dev.sandi.ingress;

import org.jspecify.annotations.NullMarked;
