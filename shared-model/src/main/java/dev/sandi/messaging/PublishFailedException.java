package dev.sandi.messaging;

import org.jspecify.annotations.Nullable;

/** The broker did not take an event; it is told again later. */
public final class PublishFailedException extends RuntimeException {

  public PublishFailedException(@Nullable Throwable cause) {
    super("The broker did not take an event", cause);
  }
}
