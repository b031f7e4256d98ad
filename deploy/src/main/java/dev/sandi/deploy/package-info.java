/** Runs it all: broker, database and the three services in one JVM, with one command. */
@NullMarked
package dev.sandi.deploy;

import org.jspecify.annotations.NullMarked;
