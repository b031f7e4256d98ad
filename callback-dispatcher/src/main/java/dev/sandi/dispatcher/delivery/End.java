package dev.sandi.dispatcher.delivery;

import java.util.Locale;

/** Why no other attempt follows by itself. */
enum End {
  /** The schedule is over. */
  ATTEMPTS_USED_UP,
  /** The next attempt would be told of what is of no value any more. */
  EXPIRED,
  /** The endpoint answered 410. */
  GONE,
  /** It may have arrived, and its app wants nothing twice. */
  AT_MOST_ONCE,
  /** A copy died with it, so that it may have arrived, and its app wants nothing twice. */
  INTERRUPTED,
  /** It waited for a shut endpoint until its day was about to be dropped. */
  RETENTION;

  /** The stable name in tables and events. */
  String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
