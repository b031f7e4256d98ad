/**
 * Keeps clients that dawdle from holding what others need: no worker ever waits for a client's
 * bytes, and no request may take for ever to arrive.
 */
@NullMarked
package dev.sandi.ingress.connection;

import org.jspecify.annotations.NullMarked;
