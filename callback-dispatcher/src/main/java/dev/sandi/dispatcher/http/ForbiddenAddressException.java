package dev.sandi.dispatcher.http;

import java.io.IOException;

/** A name or a URL led to an address that nobody outside may have us call. */
final class ForbiddenAddressException extends IOException {

  ForbiddenAddressException() {
    super("The address is not public");
  }
}
