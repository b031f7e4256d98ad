package dev.sandi.processor.sending;

import dev.sandi.runtime.Failures;
import dev.sandi.trace.SessionLog;
import dev.sandi.value.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that were claimed together.
 *
 * @param leasedUntil by when what became of them has to be on record
 * @param unreadable of which no message can be made
 */
record Claims(UUID id, Instant leasedUntil, List<Claimed> messages, List<Hold> unreadable) {

  private static final Logger log = LoggerFactory.getLogger(Claims.class);

  Claims(UUID id, Instant leasedUntil) {
    this(id, leasedUntil, new ArrayList<>(), new ArrayList<>());
  }

  /** A row that cannot be read must not hold up those claimed with it. */
  void add(ResultSet row) throws SQLException {
    SessionId session = new SessionId(row.getObject("session_id", UUID.class));
    try {
      messages.add(Claimed.read(row, id));
    } catch (RuntimeException e) {
      SessionLog.about(log.atError(), session, null)
          .log("Session {} cannot be read: {}", session, Failures.describeWithoutData(e));
      unreadable.add(new Hold(session, id, row.getString("gateway")));
    }
  }

  int size() {
    return messages.size() + unreadable.size();
  }
}
