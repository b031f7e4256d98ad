/** The door through which providers bring their delivery reports, which the processor looks at. */
@NullMarked
package dev.sandi.ingress.report;

import org.jspecify.annotations.NullMarked;
