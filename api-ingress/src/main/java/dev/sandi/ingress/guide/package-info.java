/**
 * The pages to read beside the API's reference, {@code /docs/guides} before all: those of the
 * repository's {@code deploy/docs}, and one about the events.
 */
@NullMarked
package dev.sandi.ingress.guide;

import org.jspecify.annotations.NullMarked;
