/** What every service needs to run: start-up, configuration that all share, health, log format. */
@NullMarked
package dev.sandi.runtime;

import org.jspecify.annotations.NullMarked;
