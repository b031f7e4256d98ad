package dev.sandi.dispatcher.http;

import java.util.Locale;

/** Why there was no answer. */
public enum Failure {
  /** The name could not be resolved. */
  UNKNOWN_HOST,
  /** The address is not a public one, or the proxy forbids it. */
  FORBIDDEN_ADDRESS,
  /** Plain {@code http}, and the app does not allow it. */
  INSECURE_URL,
  /** No key of the app can sign: its settings are not known, or name none that is live. */
  NO_SIGNING_KEY,
  /** The certificates or the private key that the app wants to be used cannot be. */
  UNUSABLE_TLS_SETTINGS,
  /** The proxy that callbacks go through is away, or does not let us through. */
  PROXY_FAILED,
  /** Nobody listens, or no way leads there. */
  CONNECTION_FAILED,
  /** The certificate of the server is not valid any more, or not yet. */
  CERTIFICATE_EXPIRED,
  /** The certificate is of no authority that is trusted. */
  CERTIFICATE_UNTRUSTED,
  /** The certificate is of another host. */
  CERTIFICATE_WRONG_HOST,
  /** The connection was not encrypted as it should be: anything else about it. */
  TLS_FAILED,
  /** The connection ended before the answer did. */
  CONNECTION_CLOSED,
  /** The answer is not HTTP, or its head is longer than 16 KiB, or what precedes it than 64 KiB. */
  INVALID_ANSWER,
  /** The whole exchange took longer than the deadline. */
  TIMEOUT,
  /** The copy died that had begun it, or was about to: nobody knows what became of it. */
  INTERRUPTED,
  /** Anything else. */
  FAILED;

  /** The stable name that customers and events see. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
