package dev.sandi.processor.check;

import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reason to refuse a session: its input is a batch, its decision a refusal with evidence. What
 * a check decides of a request depends on that request and on those before it, and not on how they
 * are cut into batches.
 */
public interface Check {

  /** The name that settings, events and evidence use. */
  String name();

  /** Whether it looks at {@link Batch#history()}. */
  default boolean needsHistory() {
    return false;
  }

  /** Whether it is asked about requests of the sandbox. */
  default boolean heedsSandbox() {
    return true;
  }

  /** What this check has against the requests; a request that it has nothing against is absent. */
  Map<SessionId, Refusal> refuse(Batch batch);

  /**
   * Why a check refuses.
   *
   * @param reason a stable slug
   * @param evidence what the check saw, msisdns masked
   * @param closings what should be closed for a while, too
   * @param recordedOnly whether it is never enforced
   */
  record Refusal(
      String reason, Map<String, Object> evidence, List<Closing> closings, boolean recordedOnly) {

    Refusal(String reason, Map<String, Object> evidence) {
      this(reason, evidence, List.of(), false);
    }

    Refusal withoutClosings() {
      return new Refusal(reason, evidence, List.of(), recordedOnly);
    }
  }

  /**
   * A number or prefix that is closed for a while.
   *
   * @param app for whom; null for all
   */
  record Closing(String digits, boolean prefix, @Nullable AppId app, Duration length) {

    /** Numbers may have as few as four digits: with fewer, a prefix may be all of a country. */
    private static final int SHORTEST_PREFIX = 7;

    /** A prefix to one app; nothing if it is too short to be closed, or for no time. */
    static List<Closing> ofPrefix(String digits, AppId app, int hours) {
      return hours == 0 || digits.length() < SHORTEST_PREFIX
          ? List.of()
          : List.of(new Closing(digits, true, app, Duration.ofHours(hours)));
    }

    /** As in {@code BlockChanged}. */
    String key() {
      return (app == null ? "" : app.value() + "/") + digits + (prefix ? "*" : "");
    }
  }
}
