/** The sessions and what becomes of them. */
@NullMarked
package dev.sandi.processor.session;

import org.jspecify.annotations.NullMarked;
