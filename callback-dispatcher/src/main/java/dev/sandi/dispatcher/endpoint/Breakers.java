package dev.sandi.dispatcher.endpoint;

import dev.sandi.dispatcher.endpoint.Fact.Failing;
import dev.sandi.dispatcher.endpoint.Fact.Gone;
import dev.sandi.dispatcher.endpoint.Fact.ProbeFailed;
import dev.sandi.dispatcher.endpoint.Fact.ProbeWasted;
import dev.sandi.dispatcher.endpoint.Fact.Succeeded;
import dev.sandi.dispatcher.endpoint.Fact.Tripped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What this copy has seen of the endpoints that fail. Nothing is remembered of one that only
 * succeeds.
 *
 * <p>A breaker trips if at least {@value #ENOUGH} attempts ended within half a minute and four of
 * five failed; or if {@value #ROW} in a row failed for half a minute, which finds an endpoint that
 * keeps its few slots waiting until the deadline.
 */
final class Breakers {

  static final int ENOUGH = 20;
  static final int ROW = 5;
  static final int PERCENT = 80;
  static final Duration WINDOW = Duration.ofSeconds(30);

  /** Without a success for so long, one failure is enough to say that an endpoint fails. */
  static final Duration LULL = Duration.ofMinutes(1);

  private static final int MOST_REMEMBERED = 10_000;

  private final Map<Long, Window> windows =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Window> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** Takes the result of an attempt, and tells what follows from it. */
  synchronized List<Fact> note(long endpointId, Sample sample) {
    return switch (sample.kind()) {
      case SUCCEEDED -> succeeded(endpointId, sample);
      case INTERRUPTED -> sample.probe() ? List.of(new ProbeWasted(sample.endedAt())) : List.of();
      case FAILED, GONE, THROTTLED, UNSENT -> failed(endpointId, sample);
    };
  }

  private List<Fact> succeeded(long endpointId, Sample sample) {
    Window window = windows.get(endpointId);
    if (window != null) {
      window.succeeded(sample.endedAt());
    }
    return List.of(new Succeeded(sample.startedAt(), sample.endedAt()));
  }

  private List<Fact> failed(long endpointId, Sample sample) {
    Window window = windows.computeIfAbsent(endpointId, id -> new Window());
    window.failed(sample);
    List<Fact> facts = new ArrayList<>();
    if (sample.probe()) {
      facts.add(new ProbeFailed(sample.startedAt(), sample.endedAt()));
    }
    if (sample.kind() == Sample.Kind.GONE) {
      facts.add(new Gone(sample.startedAt(), sample.endedAt()));
    }
    if (window.isFailing(sample.endedAt())) {
      facts.add(new Failing(window.rowSince(), sample.endedAt()));
    }
    String reason = sample.kind().isFaultOfEndpoint() ? window.tripped(sample.endedAt()) : null;
    if (reason != null) {
      facts.add(new Tripped(reason, sample.endedAt()));
      window.clear();
    }
    return facts;
  }

  /** Forgets what was seen before an endpoint was opened. */
  synchronized void forget(long endpointId) {
    windows.remove(endpointId);
  }
}
