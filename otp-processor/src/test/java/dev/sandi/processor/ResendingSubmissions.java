package dev.sandi.processor;

import dev.sandi.processor.report.ResendsMessages;
import dev.sandi.storage.Columns;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts messages on their way again, over the only gateway that there is. */
class ResendingSubmissions implements ResendsMessages {

  private final JdbcTemplate jdbc;
  private final Clock clock;

  ResendingSubmissions(JdbcTemplate jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void resend(List<Resend> messages) {
    jdbc.update(
        """
        insert into submissions (session_id, code_id, due_at)
        select session, code, ? from unnest(?::uuid[], ?::uuid[]) as n (session, code)
        on conflict (session_id) do nothing
        """,
        Columns.time(clock.instant()),
        Columns.text(messages, Resend::session),
        Columns.text(messages, Resend::code));
  }
}
