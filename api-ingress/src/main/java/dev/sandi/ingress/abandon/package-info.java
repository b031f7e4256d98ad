/**
 * What a copy of this service had admitted and did not publish before it died: ended, where
 * everybody sees it, and what it took given back.
 */
@NullMarked
package dev.sandi.ingress.abandon;

import org.jspecify.annotations.NullMarked;
