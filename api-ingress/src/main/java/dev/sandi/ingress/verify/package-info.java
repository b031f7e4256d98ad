/** Asks the processor whether a code is right, and answers as the contract says. */
@NullMarked
package dev.sandi.ingress.verify;

import org.jspecify.annotations.NullMarked;
