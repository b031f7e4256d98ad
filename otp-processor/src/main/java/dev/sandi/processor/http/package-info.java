/**
 * Gateways to providers with an HTTP API, each described by configuration alone: the request, what
 * its answers mean, and how its delivery reports look.
 */
@NullMarked
package dev.sandi.processor.http;

import org.jspecify.annotations.NullMarked;
