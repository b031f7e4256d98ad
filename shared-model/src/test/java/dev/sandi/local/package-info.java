/**
 * A real Kafka broker in this JVM and a real PostgreSQL beside it, for local runs and for tests.
 */
@NullMarked
package dev.sandi.local;

import org.jspecify.annotations.NullMarked;
