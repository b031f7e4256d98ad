package dev.sandi.dispatcher.erasure;

import dev.sandi.dispatcher.http.Body;
import dev.sandi.erasure.ForgetsNumbers;
import dev.sandi.storage.Columns;
import dev.sandi.value.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Erases the number from callbacks. They stay: what waits is told, and what was told can be told
 * again, with the number that stands for one that was erased. What servers answered is dropped,
 * since they may have repeated it.
 */
final class ForgetNumbers implements ForgetsNumbers {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String FIND =
      """
      select event_id, url, body from deliveries
      where session_id = any (?::uuid[]) order by event_id for update
      """;

  /** No claim is touched: whoever has one in hand settles it, and sends it as it was taken. */
  private static final String ERASE =
      """
      update deliveries d set url = e.url, body = e.body
      from unnest(?::uuid[], ?::text[], ?::bytea[]) as e (event_id, url, body)
      where d.event_id = e.event_id and d.event_id = any (?::uuid[])
      """;

  private static final String DROP_FIRST_ANSWER =
      """
      update deliveries set first_attempt.answer_head = null
      where event_id = any (?::uuid[]) and (first_attempt).answer_head is not null
      """;

  private static final String DROP_ANSWERS =
      """
      update attempts set answer_head = null
      where delivery_id = any (?::uuid[]) and answer_head is not null
      """;

  private final JdbcTemplate jdbc;

  ForgetNumbers(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  private record Told(UUID event, String url, Body body) {

    /** Null if it has no number. */
    @Nullable Told withoutNumber() {
      JsonNode read = JSON.readTree(body.bytes());
      if (!(read.path("data") instanceof ObjectNode data) || !data.path("msisdn").isString()) {
        return null;
      }
      PhoneNumber msisdn = new PhoneNumber(data.path("msisdn").stringValue());
      if (msisdn.isErased()) {
        return null;
      }
      data.put("msisdn", PhoneNumber.ERASED.digits());
      return new Told(event, msisdn.eraseFrom(url), Body.of(JSON.writeValueAsBytes(read)));
    }
  }

  @Override
  public Forgotten forget(List<UUID> sessions) {
    List<Told> all =
        jdbc.query(
            FIND,
            (row, number) ->
                new Told(
                    row.getObject("event_id", UUID.class),
                    row.getString("url"),
                    Body.of(row.getBytes("body"))),
            Columns.uuids(sessions, session -> session));
    Map<String, Long> rows = new TreeMap<>();
    if (!all.isEmpty()) {
      rows.put("deliveries", erase(all));
      Object events = Columns.uuids(all, Told::event);
      rows.put(
          "attempts",
          (long) jdbc.update(DROP_FIRST_ANSWER, events) + jdbc.update(DROP_ANSWERS, events));
    }
    return new Forgotten(rows, Set.of());
  }

  private long erase(List<Told> all) {
    List<Told> changed = new ArrayList<>();
    for (Told told : all) {
      Told without = told.withoutNumber();
      if (without != null) {
        changed.add(without);
      }
    }
    if (changed.isEmpty()) {
      return 0;
    }
    Object events = Columns.uuids(changed, Told::event);
    return jdbc.update(
        ERASE,
        events,
        Columns.text(changed, Told::url),
        Columns.bytes(changed, told -> told.body().bytes()),
        events);
  }
}
