/** What the tests of every module share: a service to run, a clock to set, a broker to break. */
@NullMarked
package dev.sandi.testing;

import org.jspecify.annotations.NullMarked;
