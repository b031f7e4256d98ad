package dev.sandi.erasure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What a service does to forget the number of some sessions. */
@FunctionalInterface
public interface ForgetsNumbers {

  /**
   * Forgets it, within the caller's transaction. Called twice for each session, and more often if a
   * copy dies: what is gone already changes nothing.
   */
  Forgotten forget(List<UUID> sessions);

  /**
   * What was done.
   *
   * @param rows by table, how many were deleted or changed
   * @param inHand sessions that somebody has in hand right now: to be asked about again in a moment
   */
  record Forgotten(Map<String, Long> rows, Set<UUID> inHand) {}
}
