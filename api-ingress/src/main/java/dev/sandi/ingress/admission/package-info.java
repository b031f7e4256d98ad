/**
 * Decides whether a request may be sent: its Idempotency-Key, the rates of its number and its app,
 * and the app's quota, exactly over any number of copies.
 */
@NullMarked
package dev.sandi.ingress.admission;

import org.jspecify.annotations.NullMarked;
