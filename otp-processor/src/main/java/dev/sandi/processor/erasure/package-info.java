/**
 * Numbers are forgotten: what is on its way to them ends, and nothing that comes later brings them
 * back.
 */
@NullMarked
package dev.sandi.processor.erasure;

import org.jspecify.annotations.NullMarked;
