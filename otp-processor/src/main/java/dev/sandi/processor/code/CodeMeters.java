package dev.sandi.processor.code;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Counts what becomes of codes: {@code sandi.processor.codes} by event. */
@Component
public class CodeMeters {

  /** A moment in the life of a code. */
  public enum Moment {
    CREATED,
    /** A live one was sent once more. */
    RESENT,
    VERIFIED,
    EXPIRED,
    /** A wrong guess used up the budget. */
    LOCKED
  }

  private final Map<Moment, Counter> counters = new EnumMap<>(Moment.class);

  CodeMeters(MeterRegistry metrics) {
    for (Moment moment : Moment.values()) {
      counters.put(
          moment,
          metrics.counter(
              "sandi.processor.codes", "event", moment.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Counts what is committed. */
  public void count(Moment moment, int codes) {
    Objects.requireNonNull(counters.get(moment)).increment(codes);
  }
}
