package dev.sandi.dispatcher.delivery;

import java.util.Locale;

/** Why no other attempt follows by itself. */
enum End {
  /** The schedule is over. */
  ATTEMPTS_USED_UP,
  /** The next attempt would be told of what is of no value any more. */
  EXPIRED,
  /** The endpoint answered 410. */
  GONE;

  /** The stable name in tables and events. */
  String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
