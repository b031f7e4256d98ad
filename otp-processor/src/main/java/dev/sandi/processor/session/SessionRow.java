package dev.sandi.processor.session;

import dev.sandi.event.Session;
import dev.sandi.runtime.Failures;
import dev.sandi.trace.SessionLog;
import dev.sandi.value.AppId;
import dev.sandi.value.CallbackUrl;
import dev.sandi.value.ChallengeName;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session as an event needs it.
 *
 * @param state the state that a change left it in
 * @param verifiedAt when its code was verified, if it was
 */
public record SessionRow(
    Session session,
    TraceParent trace,
    String state,
    Instant expiresAt,
    @Nullable Instant verifiedAt) {

  private static final Logger log = LoggerFactory.getLogger(SessionRow.class);

  static final String COLUMNS =
      "session_id, app_id, msisdn, challenge, callback_url, traceparent, state, expires_at,"
          + " verified_at";

  /** Of an update that knows the table as {@code s}. */
  static final String COLUMNS_OF_S = "s." + COLUMNS.replace(", ", ", s.");

  /** Empty if it cannot be read: nothing can be told of it. */
  static Optional<SessionRow> read(ResultSet row, int number) throws SQLException {
    try {
      return Optional.of(read(row));
    } catch (InvalidValueException e) {
      SessionId session = new SessionId(row.getObject("session_id", UUID.class));
      SessionLog.about(log.atError(), session, null)
          .log(
              "Session {} cannot be read, and is not told of: {}",
              session,
              Failures.describeWithoutData(e));
      return Optional.empty();
    }
  }

  private static SessionRow read(ResultSet row) throws SQLException {
    String url = row.getString("callback_url");
    OffsetDateTime verifiedAt = row.getObject("verified_at", OffsetDateTime.class);
    return new SessionRow(
        new Session(
            new SessionId(row.getObject("session_id", UUID.class)),
            new AppId(row.getString("app_id")),
            new PhoneNumber(row.getString("msisdn")),
            new ChallengeName(row.getString("challenge")),
            url == null ? null : new CallbackUrl(url)),
        new TraceParent(row.getString("traceparent")),
        row.getString("state"),
        row.getObject("expires_at", OffsetDateTime.class).toInstant(),
        verifiedAt == null ? null : verifiedAt.toInstant());
  }

  public SessionId id() {
    return session.id();
  }
}
