/**
 * What use cases share: bodies within bounds, fields by their rules, a database in time or away.
 */
@NullMarked
package dev.sandi.ingress.request;

import org.jspecify.annotations.NullMarked;
