package dev.sandi.dispatcher.endpoint;

import java.util.Locale;

/** Whether an endpoint is called. While it is not, its deliveries wait in the table. */
public enum Gate {
  /** It is called. */
  OPEN,
  /** Nearly all failed: one attempt at a time finds out whether it is back. */
  BROKEN,
  /** Somebody shut it. */
  PAUSED,
  /** It answered 410. */
  GONE,
  /** Nothing but failure for five days. */
  DISABLED;

  /** The name in tables and answers. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Gate of(String slug) {
    return valueOf(slug.toUpperCase(Locale.ROOT));
  }
}
