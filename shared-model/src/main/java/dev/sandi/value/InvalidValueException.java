package dev.sandi.value;

/** A value breaks its rule. The message says which, never contains the value, and may be shown. */
public final class InvalidValueException extends IllegalArgumentException {

  public InvalidValueException(String rule) {
    super(rule);
  }
}
