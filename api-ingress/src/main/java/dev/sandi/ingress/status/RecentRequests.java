package dev.sandi.ingress.status;

import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.stereotype.Repository;

/** The requests of one app, newest first. */
@Repository
class RecentRequests {

  private static final String FIND = "select * from requests where id = ? and app_id = ?";

  /**
   * A state is in no index, so a page looks through a bounded number of rows, and its cursor goes
   * on from there: a rare state costs more pages and never a slow statement.
   */
  private static final String PAGE =
      """
      with seen as materialized (
        select * from requests
        where app_id = ? and id < ? %s
        order by id desc limit ?
      )
      select hit.*, edge.edge, edge.seen
      from (select (select id from seen order by id limit 1) as edge,
                   (select count(*) from seen) as seen) as edge
      left join lateral (
        select * from seen where ?::text is null or state = ? order by id desc limit ?
      ) as hit on true
      """;

  private static final String ANY_MSISDN = PAGE.formatted("");
  private static final String ONE_MSISDN = PAGE.formatted("and msisdn = ?");
  private static final int MOST_SEEN = 10_000;

  private final JdbcTemplate jdbc;

  RecentRequests(QuickDatabase database) {
    this.jdbc = database.jdbc();
  }

  /** A session of the app; empty if it is unknown, or another app's. */
  Optional<RequestView> find(AppId app, SessionId session) {
    return jdbc.query(FIND, (row, number) -> view(row), session.value(), app.value()).stream()
        .findFirst();
  }

  /** What a page is cut from. */
  record Filter(
      AppId app, Cursor after, @Nullable RequestState status, @Nullable PhoneNumber msisdn) {}

  /** At most {@code limit} requests; a page with a cursor may have fewer, even none. */
  Page page(Filter filter, int limit) {
    int oneMore = limit + 1;
    int mostSeen = filter.status() == null ? oneMore : MOST_SEEN;
    String status = filter.status() == null ? null : filter.status().toString();
    List<Object> arguments = new ArrayList<>(List.of(filter.app().value(), filter.after().id()));
    if (filter.msisdn() != null) {
      arguments.add(filter.msisdn().digits());
    }
    arguments.add(mostSeen);
    arguments.add(status);
    arguments.add(status);
    arguments.add(oneMore);
    String sql = filter.msisdn() == null ? ANY_MSISDN : ONE_MSISDN;
    ResultSetExtractor<Page> extractor = rows -> page(rows, limit, mostSeen);
    return Objects.requireNonNull(jdbc.query(sql, extractor, arguments.toArray()));
  }

  private static Page page(ResultSet rows, int limit, int mostSeen) throws SQLException {
    List<RequestView> data = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    UUID edge = null;
    while (rows.next()) {
      edge = rows.getLong("seen") == mostSeen ? rows.getObject("edge", UUID.class) : null;
      UUID id = rows.getObject("id", UUID.class);
      if (id != null) {
        ids.add(id);
        data.add(view(rows));
      }
    }
    boolean more = ids.size() > limit;
    UUID next = more ? ids.get(limit - 1) : edge;
    return new Page(
        more ? data.subList(0, limit) : data, next == null ? null : new Cursor(next).toString());
  }

  private static RequestView view(ResultSet row) throws SQLException {
    UUID session = row.getObject("session_id", UUID.class);
    String msisdn = row.getString("msisdn");
    Instant promised = time(row, "promised_until");
    Instant expires = time(row, "expires_at");
    return new RequestView(
        session == null ? row.getObject("id", UUID.class) : null,
        session,
        row.getString("state"),
        row.getString("reason"),
        row.getInt("http_status"),
        row.getString("error"),
        msisdn == null ? null : new PhoneNumber(msisdn).masked(),
        row.getString("challenge"),
        row.getString("user_agent"),
        row.getObject("requested_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        expires == null ? promised : expires);
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
