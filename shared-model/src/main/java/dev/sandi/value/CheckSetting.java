package dev.sandi.value;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The numbers that an app can choose for its checks, with their bounds and defaults. What each
 * trades is told in {@code deploy/docs/decisions/0013}.
 */
public enum CheckSetting {
  /** Distinct numbers in the window that are a walk. Fewer stop sooner, and hit families. */
  SEQUENTIAL_DISTINCT("sequential", "distinct", 8, 3, 400),
  /** Width of the window in numbers, both ends counted. */
  SEQUENTIAL_WINDOW("sequential", "window", 50, 5, 500),
  SEQUENTIAL_MINUTES("sequential", "minutes", 10, 1, 720),
  /** The same for walks that take their time: wider and longer, so more of them. */
  SEQUENTIAL_SLOW_DISTINCT("sequential", "slow_distinct", 20, 3, 400),
  SEQUENTIAL_SLOW_WINDOW("sequential", "slow_window", 200, 5, 500),
  SEQUENTIAL_SLOW_MINUTES("sequential", "slow_minutes", 360, 1, 720),
  /** For how long a walk closes the thousand numbers it goes through, to its app; 0 for never. */
  SEQUENTIAL_BLOCK_HOURS("sequential", "block_hours", 12, 0, 720),

  /** Owners that ask for one number; fewer protect it sooner. */
  SPAM_OWNERS("spam", "owners", 5, 2, 100),
  SPAM_OWNERS_MINUTES("spam", "owners_minutes", 10, 1, 720),
  /** Requests for one number, of all apps. */
  SPAM_REQUESTS("spam", "requests", 15, 2, 900),
  SPAM_REQUESTS_MINUTES("spam", "requests_minutes", 60, 1, 720),
  /**
   * For how long a bombed number is closed; 0 for never. To all apps only if it is one by the
   * defaults, and for no longer than the default.
   */
  SPAM_VICTIM_BLOCK_HOURS("spam", "victim_block_hours", 1, 0, 720),
  /** Requests of an owner in an hour below one prefix that are no burst, whatever its history. */
  SPAM_BURST("spam", "burst", 30, 3, 900),
  /** How many times the busiest hour of the prefix's last 14 days is no burst yet. */
  SPAM_BURST_FACTOR("spam", "burst_factor", 3, 1, 100),
  /** For how long a burst closes its prefix to its app; 0 for never. */
  SPAM_BLOCK_HOURS("spam", "block_hours", 12, 0, 720),
  /** Whether templates are looked at: 1, or 0. */
  SPAM_TEMPLATES("spam", "templates", 1, 0, 1),

  /** Codes sent below a prefix before their conversion says anything. */
  CONVERSION_VOLUME("conversion", "volume", 20, 5, 100_000),
  /** Codes sent to a country before their conversion says anything. */
  CONVERSION_COUNTRY_VOLUME("conversion", "country_volume", 50, 5, 1_000_000),
  /** What counts as now, in hours. */
  CONVERSION_HOURS("conversion", "hours", 24, 1, 24),
  /** Refused is what converts below this percentage of its own history. */
  CONVERSION_PERCENT("conversion", "percent", 25, 1, 90);

  private final String check;
  private final String field;
  private final int usual;
  private final int least;
  private final int most;

  CheckSetting(String check, String field, int usual, int least, int most) {
    this.check = check;
    this.field = field;
    this.usual = usual;
    this.least = least;
    this.most = most;
  }

  /** Settings of a check, in the order of their meaning. */
  public static List<CheckSetting> of(String check) {
    return Arrays.stream(values()).filter(setting -> setting.check.equals(check)).toList();
  }

  public static Optional<CheckSetting> find(String check, String field) {
    return of(check).stream().filter(setting -> setting.field.equals(field)).findFirst();
  }

  /** Name of the check. */
  public String check() {
    return check;
  }

  /** Name of the setting within its check. */
  public String field() {
    return field;
  }

  public int usual() {
    return usual;
  }

  public int least() {
    return least;
  }

  public int most() {
    return most;
  }

  @Override
  public String toString() {
    return check + "." + field.toLowerCase(Locale.ROOT);
  }
}
