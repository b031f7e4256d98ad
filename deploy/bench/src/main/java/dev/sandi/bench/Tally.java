package dev.sandi.bench;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What came of a stretch of load. */
public final class Tally {

  private static final long LONGEST = Duration.ofSeconds(60).toNanos();

  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final Histogram latencies = new Histogram(LONGEST, 3);
  private long broken;
  private long unanswered;
  private double seconds;

  /**
   * Counts an answer.
   *
   * @param nanos from when the request should have gone, to its whole answer
   */
  void answered(int status, long nanos) {
    statuses.merge(status, 1L, Long::sum);
    latencies.recordValue(Math.min(Math.max(0, nanos), LONGEST));
  }

  /** Counts a request whose connection ended instead. */
  void broken() {
    broken++;
  }

  void ended(long unanswered, Duration took) {
    this.unanswered = unanswered;
    this.seconds = took.toNanos() / 1e9;
  }

  public long count(int status) {
    return statuses.getOrDefault(status, 0L);
  }

  public long answers() {
    return latencies.getTotalCount();
  }

  public double perSecond(int status) {
    return count(status) / seconds;
  }

  double perSecond() {
    return answers() / seconds;
  }

  /** In milliseconds. */
  public double percentile(double percent) {
    return latencies.getValueAtPercentile(percent) / 1e6;
  }

  public Histogram latencies() {
    return latencies;
  }

  /** What was not answered with {@code expected}, in words; empty if everything was. */
  public String surprises(int expected) {
    var words = new StringBuilder();
    statuses.forEach(
        (status, count) -> {
          if (status != expected) {
            words.append(" ").append(count).append(" x ").append(status);
          }
        });
    if (broken > 0) {
      words.append(" ").append(broken).append(" broken");
    }
    if (unanswered > 0) {
      words.append(" ").append(unanswered).append(" unanswered");
    }
    return words.toString().strip();
  }
}
