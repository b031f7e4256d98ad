package dev.sandi.dispatcher.http;

/** The certificates or the key of an app are not what they should be. */
final class UnusableTlsException extends RuntimeException {

  UnusableTlsException() {
    super("The certificates or the key of the app cannot be used");
  }
}
