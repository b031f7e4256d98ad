package dev.sandi.ingress.admission;

import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.runtime.Failures;
import dev.sandi.storage.Columns;
import dev.sandi.value.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * What was admitted: usage of apps, sends to numbers, answers to keys. One round trip and one
 * transaction decide about a batch (see {@code R__admit.sql}).
 */
final class Admissions {

  private static final Logger log = LoggerFactory.getLogger(Admissions.class);

  private static final String ADMIT =
      """
      select * from admit(?, make_interval(secs => ?),
        ?::text[], ?::text[], ?::uuid[], ?::boolean[], ?::boolean[], ?::boolean[],
        ?::uuid[], ?::uuid[], ?::text[], ?::int[], ?::boolean[], ?::text[], ?::text[],
        ?::uuid[], ?::text[],
        ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::uuid[], ?::boolean[])
      """;

  private final JdbcTemplate jdbc;
  private final AdmissionTime time;
  private final Duration lease;

  /**
   * @param lease how long a request with a key is believed to be running
   */
  Admissions(QuickDatabase database, AdmissionTime time, Duration lease) {
    this.jdbc = database.jdbc();
    this.time = time;
    this.lease = lease;
  }

  /** How long a request with a key is believed to be running. */
  Duration lease() {
    return lease;
  }

  /** Now, to measure spans of the time that rates are measured by. */
  Instant moment() {
    Instant now = time.now();
    return now == null ? Instant.EPOCH.plusNanos(System.nanoTime()) : now;
  }

  /**
   * Notes what was settled, then decides; the decisions are in the order of the candidates.
   *
   * @param candidates of one {@link Round}
   * @param decided called once the database has decided, before its answer is read
   */
  List<Decision> decide(List<Candidate> candidates, List<Settlement> settled, Runnable decided) {
    List<Mark> answered =
        Mark.of(
            settled.stream()
                .filter(Settlement.Done.class::isInstance)
                .map(each -> ((Settlement.Done) each).admitted().place())
                .toList());
    List<Settlement> back =
        settled.stream().filter(each -> !(each instanceof Settlement.Done)).toList();
    Instant now = time.now();
    Decision[] decisions = new Decision[candidates.size()];
    ResultSetExtractor<Decision[]> reading =
        rows -> {
          decided.run();
          while (rows.next()) {
            int number = rows.getInt("number");
            Place place = new Place(candidates.get(0).session(), number);
            decisions[number - 1] = decision(rows, candidates.get(number - 1), place);
          }
          return decisions;
        };
    jdbc.query(
        ADMIT,
        reading,
        now == null ? null : Columns.time(now),
        lease.toMillis() / 1000.0,
        Columns.text(candidates, Candidate::app),
        Columns.text(candidates, c -> c.msisdn().digits()),
        Columns.text(candidates, Candidate::session),
        Columns.text(candidates, Candidate::free),
        Columns.text(candidates, Candidate::blocked),
        Columns.text(candidates, Candidate::withOtp),
        Columns.text(candidates, c -> c.key() == null ? null : c.key().key()),
        Columns.text(candidates, c -> c.key() == null ? null : c.key().request()),
        Columns.text(candidates, c -> c.listing().challenge()),
        Columns.integers(candidates, c -> c.listing().timeLimit().seconds()),
        Columns.text(candidates, c -> c.listing().sandbox()),
        Columns.text(candidates, c -> c.listing().outcome()),
        Columns.text(candidates, c -> c.listing().userAgent()),
        Columns.text(answered, Mark::batch),
        Columns.text(answered, Mark::numbers),
        Columns.text(back, s -> s.ticket().candidate().app()),
        Columns.text(back, s -> s.ticket().candidate().msisdn().digits()),
        Columns.text(back, s -> s.ticket().attempt()),
        Columns.text(back, s -> s.ticket().session()),
        Columns.text(back, s -> key(s.ticket())),
        Columns.text(back, s -> s instanceof Settlement.GivenUp));
    return Arrays.asList(decisions);
  }

  List<Decision> decide(List<Candidate> candidates, List<Settlement> settled) {
    return decide(candidates, settled, () -> {});
  }

  /**
   * The same, taken apart if the database refuses a batch for what is in it: empty is what it
   * cannot take, from which nobody else has to suffer.
   */
  List<Optional<Decision>> decideEach(
      List<Candidate> candidates, List<Settlement> settled, Runnable decided) {
    try {
      return decide(candidates, settled, decided).stream().map(Optional::of).toList();
    } catch (DataIntegrityViolationException e) {
      if (candidates.isEmpty()) {
        throw e;
      }
      if (candidates.size() == 1) {
        log.error("A request cannot be admitted: {}", Failures.describeWithoutData(e));
        decide(List.of(), settled);
        return List.of(Optional.empty());
      }
      int half = candidates.size() / 2;
      List<Optional<Decision>> decisions =
          new ArrayList<>(decideEach(candidates.subList(0, half), settled, () -> {}));
      decisions.addAll(
          decideEach(candidates.subList(half, candidates.size()), List.of(), () -> {}));
      return decisions;
    }
  }

  private static @Nullable UUID key(Decision.Ticket ticket) {
    IdempotencyKey key = ticket.candidate().key();
    return key == null ? null : key.key();
  }

  private static Decision decision(ResultSet row, Candidate candidate, Place place)
      throws SQLException {
    Duration wait = Duration.of(row.getLong("wait_micros"), ChronoUnit.MICROS);
    return switch (row.getString("outcome")) {
      case "admitted" ->
          new Decision.Admitted(ticket(row, candidate), candidate.free() ? null : left(row), place);
      case "replayed" -> new Decision.Replayed(ticket(row, candidate));
      case "running" -> new Decision.Running(wait);
      case "conflict" -> new Decision.KeyReused();
      case "number_limited" -> new Decision.Limited(wait, left(row));
      case "app_limited" -> new Decision.AppLimited(wait, left(row));
      case "blocked" -> new Decision.Blocked();
      case "quota_used" -> new Decision.QuotaUsed(left(row));
      default -> throw new IllegalStateException("unknown outcome " + row.getString("outcome"));
    };
  }

  private static Decision.Ticket ticket(ResultSet row, Candidate candidate) throws SQLException {
    return new Decision.Ticket(
        candidate,
        new SessionId(row.getObject("session_id", UUID.class)),
        row.getObject("send_id", UUID.class),
        new SessionId(row.getObject("attempt", UUID.class)),
        row.getInt("tries"),
        row.getBoolean("with_otp"));
  }

  private static Decision.Allowance left(ResultSet row) throws SQLException {
    return new Decision.Allowance(
        row.getLong("app_left"), row.getLong("hour_left"), row.getLong("day_left"));
  }
}
