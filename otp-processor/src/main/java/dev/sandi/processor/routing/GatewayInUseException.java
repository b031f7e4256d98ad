package dev.sandi.processor.routing;

/** A gateway cannot go while something names it. The message says what does, and may be shown. */
public final class GatewayInUseException extends RuntimeException {

  GatewayInUseException(String reason) {
    super(reason);
  }
}
