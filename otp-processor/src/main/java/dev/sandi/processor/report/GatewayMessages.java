package dev.sandi.processor.report;

import dev.sandi.processor.check.Regions;
import dev.sandi.processor.gateway.GatewayReport;
import dev.sandi.storage.Columns;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The messages that gateways took, by the ids that their reports repeat. */
@Repository
public class GatewayMessages {

  private static final String ADD =
      """
      insert into gateway_messages (id, part, parts, gateway, message_id, session_id, country)
      select * from unnest(?::uuid[], ?::int[], ?::int[], ?::text[], ?::text[], ?::uuid[], ?::text[])
      on conflict (id, part) do nothing
      """;

  private static final String FIND =
      "select n, id, part, session_id from find_gateway_messages(?::text[], ?::text[])";

  /** The first report of a part holds. */
  private static final String REPORT =
      """
      update gateway_messages g
      set delivered = r.delivered, reason = r.reason, network_code = r.code, reported_at = ?
      from unnest(?::uuid[], ?::int[], ?::boolean[], ?::text[], ?::text[])
           as r (id, part, delivered, reason, code)
      where g.id = r.id and g.part = r.part and g.id = any (?::uuid[]) and g.delivered is null
      returning g.id
      """;

  private static final String OF =
      """
      select id, session_id, gateway, message_id, delivered, reason, network_code
      from gateway_messages_of(?::uuid[])
      """;

  private final JdbcTemplate jdbc;
  private volatile Consumer<List<MessageKey>> added = keys -> {};

  GatewayMessages(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A message that a gateway took.
   *
   * @param id a UUID of version 7, of the moment of its answer: what has it is added once
   * @param messageIds the gateway's ids, one for each part that is reported on
   */
  public record Taken(
      UUID id, SessionId session, String gateway, List<String> messageIds, PhoneNumber msisdn) {}

  private record Row(
      UUID id,
      int part,
      int parts,
      String gateway,
      String messageId,
      UUID session,
      String country) {}

  /** What a report is about. */
  record Part(UUID message, int part, SessionId session) {}

  /** By what a report names a part. */
  record MessageKey(String gateway, String messageId) {}

  /** Sets whom to tell when messages are on record. */
  void onAdded(Consumer<List<MessageKey>> listener) {
    this.added = listener;
  }

  /**
   * Adds messages to the caller's transaction, which is the one that records them as sent: a report
   * that finds its message finds its session sent.
   */
  public void add(List<Taken> taken) {
    List<Row> rows = taken.stream().flatMap(GatewayMessages::rows).toList();
    if (rows.isEmpty()) {
      return;
    }
    jdbc.update(
        ADD,
        Columns.text(rows, Row::id),
        Columns.integers(rows, Row::part),
        Columns.integers(rows, Row::parts),
        Columns.text(rows, Row::gateway),
        Columns.text(rows, Row::messageId),
        Columns.text(rows, Row::session),
        Columns.text(rows, Row::country));
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            added.accept(
                rows.stream().map(row -> new MessageKey(row.gateway(), row.messageId())).toList());
          }
        });
  }

  /** A gateway that has one id for all parts reports once. */
  private static Stream<Row> rows(Taken taken) {
    List<String> ids = taken.messageIds().stream().distinct().toList();
    String country = Regions.of(taken.msisdn()).region();
    return IntStream.range(0, ids.size())
        .mapToObj(
            n ->
                new Row(
                    taken.id(),
                    n,
                    ids.size(),
                    taken.gateway(),
                    ids.get(n),
                    taken.session().value(),
                    country));
  }

  /** By the place in the list, what reports are about: the newest of that id that is on record. */
  Map<Integer, Part> find(List<GatewayReport> reports) {
    Map<Integer, Part> found = new HashMap<>();
    jdbc.query(
        FIND,
        row -> {
          found.put(
              row.getInt("n") - 1,
              new Part(
                  row.getObject("id", UUID.class),
                  row.getInt("part"),
                  new SessionId(row.getObject("session_id", UUID.class))));
        },
        Columns.text(reports, GatewayReport::gateway),
        Columns.text(reports, GatewayReport::messageId));
    return found;
  }

  /** Notes what was said of parts, and returns the messages that this is news of. */
  Set<UUID> report(Map<Part, GatewayReport> reports, Instant now) {
    if (reports.isEmpty()) {
      return Set.of();
    }
    List<Map.Entry<Part, GatewayReport>> rows = List.copyOf(reports.entrySet());
    return new HashSet<>(
        jdbc.queryForList(
            REPORT,
            UUID.class,
            Columns.time(now),
            Columns.text(rows, row -> row.getKey().message()),
            Columns.integers(rows, row -> row.getKey().part()),
            Columns.text(rows, row -> row.getValue().state() == GatewayReport.State.DELIVERED),
            Columns.text(rows, row -> row.getValue().reason()),
            Columns.text(rows, row -> row.getValue().networkCode()),
            Columns.text(rows, row -> row.getKey().message())));
  }

  /** All messages of sessions, the oldest first. */
  Map<SessionId, List<GatewayMessage>> of(Collection<SessionId> sessions) {
    if (sessions.isEmpty()) {
      return Map.of();
    }
    Map<UUID, GatewayMessage> messages = new LinkedHashMap<>();
    jdbc.query(
        OF,
        row -> {
          UUID id = row.getObject("id", UUID.class);
          messages.computeIfAbsent(id, n -> message(id, row)).parts().add(part(row));
        },
        (Object) Columns.text(List.copyOf(sessions), SessionId::value));
    Map<SessionId, List<GatewayMessage>> bySession = new HashMap<>();
    messages
        .values()
        .forEach(m -> bySession.computeIfAbsent(m.session(), s -> new ArrayList<>()).add(m));
    return bySession;
  }

  private static GatewayMessage message(UUID id, ResultSet row) {
    try {
      return new GatewayMessage(
          id,
          new SessionId(row.getObject("session_id", UUID.class)),
          row.getString("gateway"),
          new ArrayList<>());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GatewayMessage.Part part(ResultSet row) throws SQLException {
    @Nullable Boolean delivered = row.getObject("delivered", Boolean.class);
    return new GatewayMessage.Part(
        row.getString("message_id"),
        delivered,
        row.getString("reason"),
        row.getString("network_code"));
  }
}
