package dev.sandi.value;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where an event stands in a distributed trace (W3C Trace Context, {@code traceparent}). */
public record TraceParent(String value) {

  private static final Pattern RULE =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  public TraceParent {
    if (!RULE.matcher(value).matches()) {
      throw new InvalidValueException("traceparent should follow W3C Trace Context, version 00");
    }
  }

  /** The header's value if it is valid, otherwise the start of a new trace. */
  public static TraceParent orNew(@Nullable String header) {
    return header != null && RULE.matcher(header).matches() ? new TraceParent(header) : start();
  }

  /** A new trace, not sampled. */
  public static TraceParent start() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new TraceParent(
        "00-"
            + hex(random.nextLong())
            + hex(random.nextLong() | 1)
            + "-"
            + hex(random.nextLong() | 1)
            + "-00");
  }

  /** The 32 hexadecimal digits that all parts of one trace share. */
  public String traceId() {
    return value.substring(3, 35);
  }

  private static String hex(long value) {
    return HexFormat.of().toHexDigits(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
