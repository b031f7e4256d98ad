package dev.sandi.ingress.blocklist;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of each line of an import. */
final class ImportReport {

  /** So many faults are told one by one; all are counted. */
  static final int MOST_ERRORS = 1000;

  /**
   * A line that was not taken.
   *
   * @param line from 1, the line of names
   * @param field the column; absent if it is the line as a whole
   * @param message the rule that it breaks
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ImportFault")
  record Fault(int line, @Nullable String field, String message) {}

  /**
   * The report so far.
   *
   * @param lines how many were settled; the sum of the next five
   * @param added blocks that were not there before
   * @param changed blocks that were there with another reason or end, or had been taken back
   * @param unchanged blocks that were there as they are
   * @param repeated lines whose number or prefix came again soon after: the last of them counts
   * @param rejected lines that were not taken
   * @param errors the first of what was rejected
   */
  @Schema(name = "ImportReport")
  record View(
      boolean dryRun,
      long lines,
      long added,
      long changed,
      long unchanged,
      long repeated,
      long rejected,
      List<Fault> errors) {}

  private final boolean dryRun;
  private final List<Fault> errors = new ArrayList<>();
  private long added;
  private long changed;
  private long unchanged;
  private long repeated;
  private long rejected;

  ImportReport(boolean dryRun) {
    this.dryRun = dryRun;
  }

  boolean isDryRun() {
    return dryRun;
  }

  void reject(int line, @Nullable String field, String message) {
    rejected++;
    if (errors.size() < MOST_ERRORS) {
      errors.add(new Fault(line, field, message));
    }
  }

  void repeat() {
    repeated++;
  }

  void settle(long newlyAdded, long newlyChanged, long leftAlone) {
    added += newlyAdded;
    changed += newlyChanged;
    unchanged += leftAlone;
  }

  View view() {
    return new View(
        dryRun,
        added + changed + unchanged + repeated + rejected,
        added,
        changed,
        unchanged,
        repeated,
        rejected,
        List.copyOf(errors));
  }
}
