/** The page in which people see and try what the service does: {@code /console}. */
@NullMarked
package dev.sandi.ingress.console;

import org.jspecify.annotations.NullMarked;
