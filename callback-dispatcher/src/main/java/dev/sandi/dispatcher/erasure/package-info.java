/** Numbers are forgotten: what is kept of callbacks, and what is still to be told, loses them. */
@NullMarked
package dev.sandi.dispatcher.erasure;

import org.jspecify.annotations.NullMarked;
