/** How what leaves a service is encrypted, and how both sides know who the other is. */
@NullMarked
package dev.sandi.transport;

import org.jspecify.annotations.NullMarked;
