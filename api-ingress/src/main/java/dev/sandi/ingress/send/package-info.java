/** Takes a request to send a code: 201 means that the broker has it. */
@NullMarked
package dev.sandi.ingress.send;

import org.jspecify.annotations.NullMarked;
