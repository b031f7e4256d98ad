package dev.sandi.processor.check;

import java.util.Locale;

/** The checks, in the order in which their refusals hold. */
public enum CheckName {
  BLOCKED(1),
  SPAM(2),
  SEQUENTIAL(4),
  CONVERSION(8),
  GEOGRAPHY(16);

  private final int bit;

  CheckName(int bit) {
    this.bit = bit;
  }

  /** The name that settings, events and evidence use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How the database keeps it among others. */
  int bit() {
    return bit;
  }
}
