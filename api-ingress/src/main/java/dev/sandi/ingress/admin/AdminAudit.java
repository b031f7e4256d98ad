package dev.sandi.ingress.admin;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.sandi.ingress.problem.Arrival;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.storage.Columns;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
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

  private static final String PAGE =
      """
      select id, at, method, path, status, source, changed from admin_audit
      where ?::uuid is null or id < ?::uuid order by id desc limit ?
      """;

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

  /** Calls before {@code before}, or the newest ones. */
  List<Entry> page(@Nullable UUID before, int limit) {
    return transactional.query(PAGE, AdminAudit::entry, before, before, limit);
  }

  /** By the database's clock: what is gone is gone. */
  void forget(Duration retention) {
    transactional.update(
        "delete from admin_audit where at < now() - make_interval(secs => ?)",
        (double) retention.toSeconds());
  }

  private static Entry entry(ResultSet row, int number) throws SQLException {
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
