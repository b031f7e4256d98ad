package dev.sandi.dispatcher.http;

import org.jspecify.annotations.Nullable;

/**
 * Where the time of an exchange went, in milliseconds; null for what did not happen. What an
 * exchange failed in took until then.
 *
 * @param dnsMs until the name was resolved; null for an address, and with a proxy, which does it
 * @param connectMs until there was a connection, to the last of the addresses that were tried; with
 *     a proxy, until it said that it has one
 * @param tlsMs until it was encrypted
 * @param firstByteMs from the sending of the request until the first byte came back
 * @param reused whether the connection was there before
 * @param phase what it failed in; null if there was an answer, or nothing was begun
 */
public record Timing(
    @Nullable Integer dnsMs,
    @Nullable Integer connectMs,
    @Nullable Integer tlsMs,
    @Nullable Integer firstByteMs,
    boolean reused,
    @Nullable Phase phase) {

  /** Of what was never begun. */
  public static final Timing NONE = new Timing(null, null, null, null, false, null);
}
