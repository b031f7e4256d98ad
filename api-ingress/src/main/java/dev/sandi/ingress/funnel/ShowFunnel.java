package dev.sandi.ingress.funnel;

import dev.sandi.ingress.request.QuickDatabase;
import dev.sandi.value.AppId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells how an app's requests ended, from what was counted: some hundred rows at most. */
@Component
class ShowFunnel {

  static final String WRONG_HOURS = "hours should between 1-24";

  private static final int MOST_HOURS = 24;

  private final RequestCounts counts;
  private final StageTimes times;
  private final QuickDatabase database;
  private final Clock clock;

  ShowFunnel(RequestCounts counts, StageTimes times, QuickDatabase database, Clock clock) {
    this.counts = counts;
    this.times = times;
    this.database = database;
    this.clock = clock;
  }

  /** The parameter {@code hours}; 1 if there is none, and empty if it breaks its rule. */
  static Optional<Integer> hours(HttpServletRequest http) {
    String text = http.getParameter("hours");
    if (text == null || text.isEmpty()) {
      return Optional.of(1);
    }
    return Optional.of(text)
        .filter(given -> given.matches("[0-9]{1,2}"))
        .map(Integer::valueOf)
        .filter(hours -> hours >= 1 && hours <= MOST_HOURS);
  }

  Funnel of(AppId app, int hours) {
    Instant now = clock.instant();
    Instant begin = Funnel.begin(hours, now);
    return database.read(
        app,
        () ->
            Funnel.of(hours, now, counts.of(app, begin), counts.countedAt())
                .with(times.of(app, begin), times.countedAt()));
  }
}
