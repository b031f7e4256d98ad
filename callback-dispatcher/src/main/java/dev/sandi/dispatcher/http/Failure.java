package dev.sandi.dispatcher.http;

import java.util.Locale;

/** Why there was no answer. */
public enum Failure {
  /** The name could not be resolved. */
  UNKNOWN_HOST,
  /** The address is not a public one. */
  FORBIDDEN_ADDRESS,
  /** Plain {@code http}, and the app does not allow it. */
  INSECURE_URL,
  /** No key of the app can sign: its settings are not known, or name none that is live. */
  NO_SIGNING_KEY,
  /** Nobody listens, or no way leads there. */
  CONNECTION_FAILED,
  /** The connection was not encrypted as it should be. */
  TLS_FAILED,
  /** The connection ended before the answer did. */
  CONNECTION_CLOSED,
  /** The answer is not HTTP, or its head is longer than 16 KiB. */
  INVALID_ANSWER,
  /** The whole exchange took longer than the deadline. */
  TIMEOUT,
  /** Anything else. */
  FAILED;

  /** The stable name that customers and events see. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
