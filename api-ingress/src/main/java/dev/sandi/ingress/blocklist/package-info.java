/**
 * The blocklist: numbers and prefixes, per app and for all, that are not sent to. Kept in a table,
 * changed by the admin API and {@code blocklist.v1}, and held in memory by every copy.
 */
@NullMarked
package dev.sandi.ingress.blocklist;

import org.jspecify.annotations.NullMarked;
