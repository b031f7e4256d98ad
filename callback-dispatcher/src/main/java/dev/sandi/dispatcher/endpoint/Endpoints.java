package dev.sandi.dispatcher.endpoint;

import dev.sandi.storage.Columns;
import dev.sandi.value.AppId;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The endpoints that were ever called. They are never deleted, so an id that is known stays so. */
@Component
public class Endpoints {

  /** In one order on every copy, so that two of them do not wait for each other. */
  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing((Endpoint e) -> e.app().value()).thenComparing(Endpoint::origin);

  private static final int MOST_REMEMBERED = 50_000;

  private static final String ADD =
      """
      insert into endpoints (app_id, origin, created_at)
      select app_id, origin, ?
      from unnest(?::text[], ?::text[]) with ordinality as e (app_id, origin, n)
      order by n
      on conflict do nothing
      """;

  private static final String FIND =
      """
      select id, app_id, origin from endpoints
      join unnest(?::text[], ?::text[]) as e (app_id, origin) using (app_id, origin)
      """;

  private final JdbcTemplate jdbc;
  private final Clock clock;
  private final Map<Endpoint, Long> ids = new ConcurrentHashMap<>();

  Endpoints(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The ids of endpoints; those that are new are added, whatever becomes of the caller. */
  public Map<Endpoint, Long> idsOf(Collection<Endpoint> endpoints) {
    Map<Endpoint, Long> found = new HashMap<>();
    for (Endpoint endpoint : endpoints) {
      Long id = ids.get(endpoint);
      if (id != null) {
        found.put(endpoint, id);
      }
    }
    List<Endpoint> unknown =
        endpoints.stream().distinct().filter(e -> !found.containsKey(e)).sorted(ORDER).toList();
    if (!unknown.isEmpty()) {
      found.putAll(add(unknown));
    }
    return found;
  }

  private Map<Endpoint, Long> add(List<Endpoint> unknown) {
    String[] apps = Columns.text(unknown, Endpoint::app);
    String[] origins = Columns.text(unknown, Endpoint::origin);
    Map<Endpoint, Long> added = find(apps, origins);
    if (added.size() < unknown.size()) {
      jdbc.update(ADD, Columns.time(clock.instant()), apps, origins);
      added = find(apps, origins);
    }
    if (ids.size() > MOST_REMEMBERED) {
      ids.clear();
    }
    ids.putAll(added);
    return added;
  }

  private Map<Endpoint, Long> find(String[] apps, String[] origins) {
    Map<Endpoint, Long> found = new HashMap<>();
    jdbc.query(
        FIND,
        row -> {
          found.put(
              new Endpoint(new AppId(row.getString("app_id")), row.getString("origin")),
              row.getLong("id"));
        },
        apps,
        origins);
    return found;
  }
}
