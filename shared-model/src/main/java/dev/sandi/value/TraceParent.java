package dev.sandi.value;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Where an event stands in a distributed trace (W3C Trace Context, {@code traceparent}). */
public record TraceParent(String value) {

  private static final String FORM = "00-tttttttttttttttttttttttttttttttt-pppppppppppppppp-ff";

  public TraceParent {
    if (!isValid(value)) {
      throw new InvalidValueException("traceparent should follow W3C Trace Context, version 00");
    }
  }

  /** The header's value, if it is valid. */
  public static Optional<TraceParent> read(@Nullable String header) {
    return header != null && isValid(header)
        ? Optional.of(new TraceParent(header))
        : Optional.empty();
  }

  /** The header's value if it is valid, otherwise the start of a new trace. */
  public static TraceParent orNew(@Nullable String header) {
    return header != null && isValid(header) ? new TraceParent(header) : start();
  }

  /** By hand: it is asked of every request and of every event, and a pattern takes ten times. */
  private static boolean isValid(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    boolean trace = false;
    boolean parent = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char place = FORM.charAt(i);
      if (place == '-' || place == '0') {
        if (c != place) {
          return false;
        }
      } else if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
      trace |= place == 't' && c != '0';
      parent |= place == 'p' && c != '0';
    }
    return trace && parent;
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

  /**
   * A place in a trace.
   *
   * @param traceId 32 lower-case hexadecimal digits, not all 0
   * @param parentId 16 of them, likewise
   */
  public static TraceParent of(String traceId, String parentId, boolean sampled) {
    return new TraceParent("00-" + traceId + "-" + parentId + (sampled ? "-01" : "-00"));
  }

  /** Whether whoever went before records this trace. */
  public boolean isSampled() {
    return isSampled(value);
  }

  /** The same of a header that is known to be valid; of an empty one, false. */
  public static boolean isSampled(String header) {
    return header.length() == FORM.length()
        && (Character.digit(header.charAt(FORM.length() - 1), 16) & 1) == 1;
  }

  /** The 16 hexadecimal digits of whoever went before. */
  public String parentId() {
    return value.substring(36, 52);
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
