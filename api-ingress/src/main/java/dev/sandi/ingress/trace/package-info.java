/** The spans of requests, which traces of OTPs begin with. */
@NullMarked
package dev.sandi.ingress.trace;

import org.jspecify.annotations.NullMarked;
