package dev.sandi.processor.session;

import dev.sandi.storage.Columns;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Ids of sessions, and between which of them all are: {@code session_id = any (?::uuid[]) and
 * session_id between ?::uuid and ?::uuid}. A plan that is kept for all values leaves out the days
 * that a range is not in; an array alone is looked for in each day that there is.
 */
public final class SessionIds {

  private static final UUID NONE = new UUID(0, 0);

  private final String[] all;
  private final UUID least;
  private final UUID greatest;

  private SessionIds(Collection<UUID> ids) {
    this.all = ids.stream().map(UUID::toString).toArray(String[]::new);
    this.least = ids.stream().min(Columns.ORDER_OF_UUIDS).orElse(NONE);
    this.greatest = ids.stream().max(Columns.ORDER_OF_UUIDS).orElse(NONE);
  }

  public static SessionIds of(Collection<UUID> ids) {
    return new SessionIds(ids);
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
