package dev.sandi.ingress.admission;

import dev.sandi.ingress.blocklist.DigitCode;
import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.runtime.Failures;
import dev.sandi.storage.Columns;
import dev.sandi.value.SessionId;
import java.sql.Array;
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
import java.util.function.Function;
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
        ?::text[], ?::bigint[], ?::uuid[], ?::int[], ?::uuid[], ?::uuid[],
        ?::text[], ?::int[], ?::text[], ?::text[], ?::text[],
        ?::uuid[], ?::text[],
        ?::text[], ?::text[], ?::uuid[], ?::uuid[], ?::uuid[], ?::boolean[])
      """;

  // Its columns, in their order.
  private static final int NUMBERS = 1;
  private static final int OUTCOME = 2;
  private static final int TRIES = 3;
  private static final int WAIT_MICROS = 4;
  private static final int APP_LEFT = 5;
  private static final int HOUR_LEFT = 6;
  private static final int DAY_LEFT = 7;

  /** Null, unless an answer is repeated or a session is taken up again. */
  private static final int RECALLED = 8;

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
    List<Place> done = new ArrayList<>(settled.size());
    List<Settlement> back = new ArrayList<>();
    for (Settlement each : settled) {
      if (each instanceof Settlement.Done its) {
        done.add(its.admitted().place());
      } else {
        back.add(each);
      }
    }
    List<Mark> answered = Mark.of(done);
    Instant now = time.now();
    Decision[] decisions = new Decision[candidates.size()];
    ResultSetExtractor<Decision[]> reading =
        rows -> {
          decided.run();
          while (rows.next()) {
            for (Integer number : (Integer[]) rows.getArray(NUMBERS).getArray()) {
              Place place = new Place(candidates.get(0).session(), number);
              decisions[number - 1] = decision(rows, candidates.get(number - 1), place);
            }
          }
          return decisions;
        };
    jdbc.query(
        ADMIT,
        reading,
        now == null ? null : Columns.time(now),
        lease.toMillis() / 1000.0,
        Columns.text(candidates, Candidate::app),
        Columns.longs(candidates, c -> DigitCode.of(c.msisdn().digits())),
        Columns.uuids(candidates, c -> c.session().value()),
        Columns.ints(candidates, Admissions::flags),
        Columns.uuids(candidates, c -> c.key() == null ? null : c.key().key()),
        Columns.uuids(candidates, c -> c.key() == null ? null : c.key().request()),
        Columns.text(candidates, c -> c.listing().challenge()),
        Columns.ints(candidates, c -> c.listing().timeLimit().seconds()),
        rare(candidates, c -> c.listing().outcome()),
        rare(candidates, c -> c.listing().userAgent()),
        rare(candidates, Candidate::sealedOtp),
        Columns.uuids(answered, mark -> mark.batch().value()),
        Columns.text(answered, Mark::numbers),
        Columns.text(back, s -> s.ticket().candidate().app()),
        Columns.text(back, s -> s.ticket().candidate().msisdn().digits()),
        Columns.uuids(back, s -> s.ticket().attempt().value()),
        Columns.uuids(back, s -> s.ticket().session().value()),
        Columns.uuids(back, s -> key(s.ticket())),
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

  /** Of what often none has: then it is nothing to be read. */
  private static @Nullable String[] rare(
      List<Candidate> candidates, Function<Candidate, @Nullable Object> value) {
    for (Candidate candidate : candidates) {
      if (value.apply(candidate) != null) {
        return Columns.text(candidates, value);
      }
    }
    return new String[0];
  }

  private static int flags(Candidate candidate) {
    return (candidate.free() ? 1 : 0)
        | (candidate.blocked() ? 2 : 0)
        | (candidate.withOtp() ? 4 : 0)
        | (candidate.listing().sandbox() ? 8 : 0)
        | (candidate.unfit() ? 16 : 0);
  }

  private static Decision decision(ResultSet row, Candidate candidate, Place place)
      throws SQLException {
    Duration wait = Duration.of(row.getLong(WAIT_MICROS), ChronoUnit.MICROS);
    return switch (row.getString(OUTCOME)) {
      case "admitted" ->
          new Decision.Admitted(ticket(row, candidate), candidate.free() ? null : left(row), place);
      case "replayed" -> new Decision.Replayed(ticket(row, candidate));
      case "running" -> new Decision.Running(wait);
      case "conflict" -> new Decision.KeyReused();
      case "number_limited" -> new Decision.Limited(wait, left(row));
      case "app_limited" -> new Decision.AppLimited(wait, left(row));
      case "blocked" -> new Decision.Blocked();
      case "unfit" -> new Decision.Unfit();
      case "quota_used" -> new Decision.QuotaUsed(left(row));
      default -> throw new IllegalStateException("unknown outcome " + row.getString(OUTCOME));
    };
  }

  private static Decision.Ticket ticket(ResultSet row, Candidate candidate) throws SQLException {
    Array recalled = row.getArray(RECALLED);
    if (recalled == null) {
      return new Decision.Ticket(
          candidate,
          candidate.session(),
          candidate.session(),
          row.getInt(TRIES),
          candidate.withOtp(),
          candidate.sealedOtp(),
          false);
    }
    String[] old = (String[]) recalled.getArray();
    return new Decision.Ticket(
        candidate,
        new SessionId(UUID.fromString(old[0])),
        new SessionId(UUID.fromString(old[1])),
        Integer.parseInt(old[2]),
        Boolean.parseBoolean(old[3]),
        old[4],
        // Before, and of what is replayed, it is not told.
        old.length < 6 || Boolean.parseBoolean(old[5]));
  }

  private static Decision.Allowance left(ResultSet row) throws SQLException {
    return new Decision.Allowance(
        row.getLong(APP_LEFT), row.getLong(HOUR_LEFT), row.getLong(DAY_LEFT));
  }
}
