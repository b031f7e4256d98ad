/** The one error body, for whatever goes wrong and wherever, and the id that each request has. */
@NullMarked
package dev.sandi.ingress.problem;

import org.jspecify.annotations.NullMarked;
