package dev.sandi.ingress.erasure;

import dev.sandi.value.PhoneNumber;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Numbers in the record of administrators' calls, which have them in paths, and in what they
 * changed.
 */
@Repository
class AuditedNumbers {

  private static final String STEP =
      "select id from admin_audit where id > ? order by id offset ? limit 1";

  private static final String LAST = "select max(id::text)::uuid from admin_audit where id > ?";

  private static final String FIND =
      """
      select id, path, changed from admin_audit
      where id > ? and id <= ? and (path ~ ? or changed::text ~ ?)
      for update
      """;

  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  private final JdbcTemplate jdbc;

  AuditedNumbers(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  private record Call(UUID id, String path, @Nullable String changed) {}

  /**
   * The end of a step.
   *
   * @param calls how many were masked
   * @param until the last call that was looked at; null if there is none
   * @param more whether others follow
   */
  record Step(int calls, @Nullable UUID until, boolean more) {}

  /** Masks the number in the calls that follow one, {@code rows} of them at most. */
  Step mask(PhoneNumber msisdn, UUID after, int rows) {
    UUID full =
        jdbc.queryForList(STEP, UUID.class, after, rows - 1).stream().findFirst().orElse(null);
    UUID until = full == null ? jdbc.queryForObject(LAST, UUID.class, after) : full;
    if (until == null) {
      return new Step(0, null, false);
    }
    String alone = "(?<![0-9])" + msisdn.digits() + "(?![0-9])";
    List<Call> calls =
        jdbc.query(
            FIND,
            (row, number) ->
                new Call(
                    row.getObject("id", UUID.class),
                    row.getString("path"),
                    row.getString("changed")),
            after,
            until,
            alone,
            alone);
    for (Call call : calls) {
      jdbc.update(
          "update admin_audit set path = ?, changed = ?::jsonb where id = ?",
          call.path().replaceAll(alone, msisdn.masked()),
          call.changed() == null ? null : masked(call.changed(), alone, msisdn.masked()),
          call.id());
    }
    return new Step(calls.size(), until, full != null);
  }

  /** Only within texts: a number of JSON is no msisdn. */
  private static String masked(String json, String number, String masked) {
    return TEXT.matcher(json)
        .replaceAll(
            (MatchResult text) ->
                java.util.regex.Matcher.quoteReplacement(text.group().replaceAll(number, masked)));
  }
}
