/** Who may ask: apps, their API keys, and what the other services are told of them. */
@NullMarked
package dev.sandi.ingress.app;

import org.jspecify.annotations.NullMarked;
