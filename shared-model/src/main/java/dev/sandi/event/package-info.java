/**
 * The wire contract: every event as a record, the one table of their names, and their JSON. Uses
 * nothing but the JDK, Jackson and {@code dev.sandi.value}.
 */
@NullMarked
package dev.sandi.event;

import org.jspecify.annotations.NullMarked;
