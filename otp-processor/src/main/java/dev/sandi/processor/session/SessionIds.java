package dev.sandi.processor.session;

import java.util.Collection;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Ids of sessions, and between which of them all are: {@code session_id = any (?::uuid[]) and
 * session_id between ?::uuid and ?::uuid}. A plan that is kept for all values leaves out the days
 * that a range is not in; an array alone is looked for in each day that there is.
 */
public final class SessionIds {

  private static final String NONE = new UUID(0, 0).toString();

  private final String[] all;
  private final String least;
  private final String greatest;

  private SessionIds(String[] all) {
    this.all = all;
    // As Postgres compares them, and not as Java does.
    this.least = Stream.of(all).min(Comparator.naturalOrder()).orElse(NONE);
    this.greatest = Stream.of(all).max(Comparator.naturalOrder()).orElse(NONE);
  }

  public static SessionIds of(Collection<UUID> ids) {
    return new SessionIds(ids.stream().map(UUID::toString).toArray(String[]::new));
  }

  /** As one argument of a statement. */
  public String[] all() {
    return all.clone();
  }

  /** Arguments of a statement, in which ids stand for their three. */
  public static Object[] flat(Object... args) {
    return Stream.of(args)
        .flatMap(
            arg ->
                arg instanceof SessionIds ids
                    ? Stream.of(ids.all, ids.least, ids.greatest)
                    : Stream.of(arg))
        .toArray();
  }
}
