package dev.sandi.processor.smpp;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How {@code validity_period} says until when a message is of use (SMPP 3.4, 7.1.1). */
enum Validity {
  /** As the time that is left: it does not care how the SMSC's clock goes. */
  @JsonProperty("relative")
  RELATIVE {
    @Override
    String of(Instant validUntil, Instant now) {
      Duration left = Duration.between(now, validUntil);
      left = left.compareTo(LEAST) < 0 ? LEAST : left.compareTo(MOST) > 0 ? MOST : left;
      return "0000%02d%02d%02d%02d000R"
          .formatted(
              left.toDaysPart(), left.toHoursPart(), left.toMinutesPart(), left.toSecondsPart());
    }
  },
  /** As a time of UTC. */
  @JsonProperty("absolute")
  ABSOLUTE {
    @Override
    String of(Instant validUntil, Instant now) {
      return UTC.format(validUntil) + "000+";
    }
  },
  /** Not at all: the SMSC's default, which may be days. */
  @JsonProperty("none")
  NONE {
    @Override
    String of(Instant validUntil, Instant now) {
      return "";
    }
  };

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(28);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss").withZone(ZoneOffset.UTC);

  abstract String of(Instant validUntil, Instant now);
}
