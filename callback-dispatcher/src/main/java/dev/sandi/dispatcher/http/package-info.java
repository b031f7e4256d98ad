/** One attempt over HTTP to a server that nobody vouches for. */
@NullMarked
package dev.sandi.dispatcher.http;

import org.jspecify.annotations.NullMarked;
