package dev.sandi.ingress.admin;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.sandi.ingress.problem.Arrival;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.storage.Columns;
import dev.sandi.value.UuidV7;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Every call of administration: who asked for what, what came of it, and what it changed. */
@Repository
class AdminAudit {

  private static final int LONGEST_PATH = 512;
  private static final int LONGEST_METHOD = 16;

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private static final String BEGIN =
      "insert into admin_audit (id, at, method, path, status, source) values (?, ?, ?, ?, ?, ?)";

  /**
   * One condition chooses the index, the one that finds the fewest; the others are held against a
   * bounded number of rows, and the cursor goes on from there: what is rare costs more pages and
   * never a slow statement. Looking is on record, too, so there are many rows.
   */
  private static final String PAGE =
      """
      with seen as materialized (
        select id, at, method, path, status, source, changed from admin_audit
        where id < ? and id < ? and id >= ? %s order by id desc limit ?
      )
      select hit.*, edge.edge, edge.seen
      from (select (select id from seen order by id limit 1) as edge,
                   (select count(*) from seen) as seen) as edge
      left join lateral (
        select * from seen where true %s order by id desc limit ?
      ) as hit on true
      order by hit.id desc
      """;

  private static final UUID AFTER_ALL = new UUID(-1, -1);
  private static final int MOST_SEEN = 10_000;

  private final JdbcTemplate quick;
  private final JdbcTemplate transactional;

  AdminAudit(QuickDatabase database, JdbcTemplate transactional) {
    this.quick = database.jdbc();
    this.transactional = transactional;
  }

  /**
   * A call as it is listed.
   *
   * @param status null while it runs, and for good if the service ended before it had answered:
   *     then {@code changed} alone tells whether it had an effect
   */
  record Entry(
      UUID requestId,
      Instant at,
      String method,
      String path,
      @Nullable Integer status,
      String source,
      @JsonRawValue @Nullable String changed) {}

  /** Puts a call on record before it has any effect. */
  AdminCall begin(Arrival arrival, HttpServletRequest request, InetAddress source) {
    insert(arrival, request, source, null);
    return new AdminCall(arrival.requestId(), this);
  }

  /** Puts a call on record that is not let in. */
  void refused(Arrival arrival, HttpServletRequest request, InetAddress source, int status) {
    insert(arrival, request, source, status);
  }

  private void insert(
      Arrival arrival, HttpServletRequest request, InetAddress source, @Nullable Integer status) {
    quick.update(
        BEGIN,
        arrival.requestId(),
        Columns.time(arrival.at()),
        cut(request.getMethod(), LONGEST_METHOD),
        cut(request.getRequestURI(), LONGEST_PATH),
        status,
        source.getHostAddress());
  }

  void changes(UUID id, Map<String, ?> what) {
    transactional.update(
        "update admin_audit set changed = ?::jsonb where id = ?",
        JSON.writeValueAsString(what),
        id);
  }

  void end(AdminCall call, int status) {
    quick.update("update admin_audit set status = ? where id = ?", status, call.id());
  }

  /**
   * What was found of a page.
   *
   * @param seen the last call that was looked at, if there may be more behind it
   */
  record Found(List<Entry> entries, @Nullable UUID seen) {}

  /** Calls that a filter takes, before {@code before} or the newest ones. */
  Found page(AuditFilter filter, @Nullable UUID before, int limit) {
    Conditions conditions = Conditions.of(filter);
    int most = conditions.rest().isEmpty() ? limit : MOST_SEEN;
    List<Object> arguments = new ArrayList<>();
    arguments.add(before == null ? AFTER_ALL : before);
    arguments.add(filter.to() == null ? AFTER_ALL : UuidV7.lowerBound(filter.to()));
    arguments.add(UuidV7.lowerBound(filter.from() == null ? Instant.EPOCH : filter.from()));
    conditions.first().forEach(condition -> arguments.addAll(condition.values()));
    arguments.add(most);
    conditions.rest().forEach(condition -> arguments.addAll(condition.values()));
    arguments.add(limit);
    String sql =
        PAGE.formatted(Conditions.sql(conditions.first()), Conditions.sql(conditions.rest()));
    ResultSetExtractor<Found> extractor = rows -> found(rows, most);
    return Objects.requireNonNull(transactional.query(sql, extractor, arguments.toArray()));
  }

  private static Found found(ResultSet rows, int most) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    UUID edge = null;
    while (rows.next()) {
      edge = rows.getLong("seen") == most ? rows.getObject("edge", UUID.class) : null;
      if (rows.getObject("id") != null) {
        entries.add(entry(rows));
      }
    }
    return new Found(entries, edge);
  }

  private record Condition(String sql, List<Object> values) {}

  /** The one of an index, if there is any, and all others. */
  private record Conditions(List<Condition> first, List<Condition> rest) {

    static Conditions of(AuditFilter filter) {
      List<Condition> all = new ArrayList<>();
      if (filter.app() != null) {
        all.add(new Condition("audited_app(path, changed) = ?", List.of(filter.app().value())));
      }
      if (Boolean.TRUE.equals(filter.changed())) {
        all.add(new Condition("changed is not null", List.of()));
      }
      if (filter.source() != null) {
        all.add(new Condition("source = ?", List.of(filter.source())));
      }
      int indexed = Math.min(all.size(), 1);
      if (filter.method() != null) {
        all.add(new Condition("method = ?", List.of(filter.method())));
      }
      if (filter.path() != null) {
        all.add(new Condition("position(? in path) > 0", List.of(filter.path())));
      }
      if (Boolean.FALSE.equals(filter.changed())) {
        all.add(new Condition("changed is null", List.of()));
      }
      return new Conditions(all.subList(0, indexed), all.subList(indexed, all.size()));
    }

    static String sql(List<Condition> conditions) {
      return conditions.stream().map(each -> " and " + each.sql()).collect(Collectors.joining());
    }
  }

  /** By the database's clock: what is gone is gone. */
  void forget(Duration retention) {
    transactional.update(
        "delete from admin_audit where at < now() - make_interval(secs => ?)",
        (double) retention.toSeconds());
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getObject("id", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("method"),
        row.getString("path"),
        row.getObject("status", Integer.class),
        row.getString("source"),
        row.getString("changed"));
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
