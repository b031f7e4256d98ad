/** Where requests come from, and how many of an address may fail to prove who they are. */
@NullMarked
package dev.sandi.ingress.source;

import org.jspecify.annotations.NullMarked;
