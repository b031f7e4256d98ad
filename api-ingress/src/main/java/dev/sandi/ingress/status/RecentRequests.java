package dev.sandi.ingress.status;

import dev.sandi.event.EventType;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.UuidV7;
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
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The requests of one app, newest first. */
@Repository
class RecentRequests {

  private static final String FIND = "select * from requests where app_id = ? and id = ?";

  /**
   * An id alone is in no index, which would cost every request: so each app is looked up with it,
   * and none of its rows is read.
   */
  private static final String APP_OF =
      """
      select apps.id from apps cross join lateral (
        select from requests where app_id = apps.id and requests.id = ? limit 1
      ) as hit
      limit 1
      """;

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
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final QuickDatabase database;
  private final JdbcTemplate jdbc;

  RecentRequests(QuickDatabase database) {
    this.database = database;
    this.jdbc = database.jdbc();
  }

  /**
   * A session of the app, with the first of its events if the ingress accepted it itself; empty if
   * it is unknown, or another app's.
   */
  Optional<SessionView> find(AppId app, SessionId session) {
    return database
        .read(
            app,
            () ->
                jdbc.query(
                    FIND,
                    (row, number) -> new SessionView(view(row), requested(row)),
                    app.value(),
                    session.value()))
        .stream()
        .findFirst();
  }

  /** The app that a session belongs to, or a refused request; empty if it is unknown. */
  Optional<AppId> appOf(SessionId session) {
    return database
        .read(
            () ->
                jdbc.query(
                    APP_OF, (row, number) -> new AppId(row.getString("id")), session.value()))
        .stream()
        .findFirst();
  }

  /** It is not among the stored events, since it follows from the request. */
  private static List<SessionView.Event> requested(ResultSet row) throws SQLException {
    int timeLimit = row.getInt("time_limit");
    return row.wasNull() || !isAccepted(row)
        ? List.of()
        : List.of(
            new SessionView.Event(
                EventType.OTP_REQUESTED.publicName(),
                attempted(row),
                JSON.valueToTree(
                    Details.ofRequest(
                        timeLimit,
                        row.getBoolean("sandbox"),
                        row.getString("simulated_outcome")))));
  }

  private static Instant attempted(ResultSet row) throws SQLException {
    UUID attempt = row.getObject("attempt", UUID.class);
    return UuidV7.instantOf(attempt == null ? row.getObject("id", UUID.class) : attempt);
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
    return database.read(
        filter.app(),
        () -> Objects.requireNonNull(jdbc.query(sql, extractor, arguments.toArray())));
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
    UUID id = row.getObject("id", UUID.class);
    boolean accepted = isAccepted(row);
    String msisdn = row.getString("msisdn");
    Instant requested = time(row, "requested_at");
    Instant updated = time(row, "updated_at");
    Instant started = requested == null ? UuidV7.instantOf(id) : requested;
    return new RequestView(
        accepted ? null : id,
        accepted ? id : null,
        row.getString("state"),
        row.getString("reason"),
        row.getInt("http_status"),
        row.getString("error"),
        msisdn == null ? null : new PhoneNumber(msisdn).masked(),
        row.getString("challenge"),
        row.getString("user_agent"),
        started,
        updated == null ? started : updated,
        expiresAt(row));
  }

  private static boolean isAccepted(ResultSet row) throws SQLException {
    return row.getInt("http_status") == HttpStatus.CREATED.value();
  }

  /** Of the code itself if it is known, and otherwise as it was promised. */
  private static @Nullable Instant expiresAt(ResultSet row) throws SQLException {
    Instant known = time(row, "expires_at");
    int timeLimit = row.getInt("time_limit");
    if (known != null || !isAccepted(row)) {
      return known;
    }
    return timeLimit == 0 ? time(row, "promised_until") : attempted(row).plusSeconds(timeLimit);
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
