/**
 * What became of requests: the read model that the lifecycle topics feed, refused requests
 * included.
 */
@NullMarked
package dev.sandi.ingress.status;

import org.jspecify.annotations.NullMarked;
