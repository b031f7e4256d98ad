package dev.sandi.ingress.erasure;

import dev.sandi.value.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An erasure that the ingress has not done its part of.
 *
 * @param stage which time it goes through its rows
 * @param places where topics ended when it began, by partition; empty until that is known
 * @param auditCursor the last call on record that was gone through
 * @param parts how many the other services were told of
 * @param rows by table, how many were deleted or changed
 */
record Erasure(
    UUID id,
    String sealedMsisdn,
    Instant requestedAt,
    Stage stage,
    Map<String, Long> places,
    UUID auditCursor,
    int parts,
    Map<String, Long> rows) {

  private static final Duration LONGEST_CALL = Duration.ofHours(1);

  enum Stage {
    FIRST,
    SECOND
  }

  /** What the number is sealed with. */
  static String context(UUID id) {
    return "erasure/" + id;
  }

  Erasure at(Map<String, Long> ends) {
    return new Erasure(id, sealedMsisdn, requestedAt, stage, ends, auditCursor, parts, rows);
  }

  /** Calls that ran then may have been put on record later. */
  Erasure onceMore() {
    UUID recent = UuidV7.lowerBound(requestedAt.minus(LONGEST_CALL));
    return new Erasure(id, sealedMsisdn, requestedAt, Stage.SECOND, places, recent, parts, rows);
  }

  Erasure withPart() {
    return new Erasure(id, sealedMsisdn, requestedAt, stage, places, auditCursor, parts + 1, rows);
  }

  Erasure audited(UUID cursor) {
    return new Erasure(id, sealedMsisdn, requestedAt, stage, places, cursor, parts, rows);
  }

  Erasure counted(String table, long count) {
    if (count == 0) {
      return this;
    }
    Map<String, Long> sum = new TreeMap<>(rows);
    sum.merge(table, count, Long::sum);
    return new Erasure(id, sealedMsisdn, requestedAt, stage, places, auditCursor, parts, sum);
  }

  /** Without what is sealed. */
  @Override
  public String toString() {
    return "Erasure[" + id + "]";
  }
}
