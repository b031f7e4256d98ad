package dev.sandi.processor.verify;

import dev.sandi.processor.code.CodeMeters;
import dev.sandi.processor.code.CodeMeters.Moment;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/** Counts guesses by verdict: {@code sandi.processor.guesses}. */
@Component
class GuessMeters {

  private final CodeMeters codes;
  private final MeterRegistry metrics;

  GuessMeters(CodeMeters codes, MeterRegistry metrics) {
    this.codes = codes;
    this.metrics = metrics;
  }

  void count(List<Verdict> verdicts) {
    for (Verdict verdict : verdicts) {
      metrics.counter("sandi.processor.guesses", "verdict", name(verdict)).increment();
      if (verdict instanceof Verdict.Verified) {
        codes.count(Moment.VERIFIED, 1);
      } else if (verdict instanceof Verdict.NotFound notFound && notFound.attemptsLeft() == 0) {
        codes.count(Moment.LOCKED, 1);
      }
    }
  }

  private static String name(Verdict verdict) {
    if (verdict instanceof Verdict.Verified) {
      return "verified";
    }
    if (verdict instanceof Verdict.NotFound) {
      return "not_found";
    }
    if (verdict instanceof Verdict.Locked) {
      return "locked";
    }
    return verdict instanceof Verdict.Expired ? "expired" : "undecided";
  }
}
