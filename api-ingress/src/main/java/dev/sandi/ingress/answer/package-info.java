/**
 * How answers leave that come later: by whoever has them, without another way through the servlets.
 */
@NullMarked
package dev.sandi.ingress.answer;

import org.jspecify.annotations.NullMarked;
