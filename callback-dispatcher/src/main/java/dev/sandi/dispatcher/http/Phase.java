package dev.sandi.dispatcher.http;

import java.util.Locale;

/** What an exchange goes through, in this order; over a connection that is there, less of it. */
public enum Phase {
  /** As many connections are open to the origin as may be, and all are in use. */
  WAITING,
  /** The name is resolved. */
  DNS,
  /** The connection is made; with a proxy, until it says that it has one. */
  CONNECT,
  /** The connection is encrypted. */
  TLS,
  /** The request is sent, and nothing came yet. */
  FIRST_BYTE,
  /** The answer has begun. */
  BODY;

  /** The stable name in tables and over HTTP. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
