/** The settings of apps: what they allow, and the keys that sign their callbacks. */
@NullMarked
package dev.sandi.dispatcher.app;

import org.jspecify.annotations.NullMarked;
