/** What tests stand on: a clock that is set, real infrastructure, services as they really start. */
@NullMarked
package dev.sandi.testing;

import org.jspecify.annotations.NullMarked;
