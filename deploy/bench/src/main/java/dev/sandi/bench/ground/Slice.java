package dev.sandi.bench.ground;

import dev.sandi.bench.traffic.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a moment, which the processor sees at once: its clock stands at the end.
 *
 * @param end not before any of the events
 */
record Slice(Instant end, List<Event.Ask> asks, List<Event.Guess> guesses) {

  /** Cuts a stream of events into slices. */
  static final class Cutter implements Iterator<Slice> {

    private final Iterator<Event> events;
    private final Duration length;
    private final int most;
    private @Nullable Event next;

    /**
     * @param length no slice lasts longer
     * @param most no slice has more requests
     */
    Cutter(Iterator<Event> events, Duration length, int most) {
      this.events = events;
      this.length = length;
      this.most = most;
      this.next = following();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Slice next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      List<Event.Ask> asks = new ArrayList<>();
      List<Event.Guess> guesses = new ArrayList<>();
      Instant latest = next.at().plus(length);
      Instant end = next.at();
      while (next != null && !next.at().isAfter(latest) && asks.size() < most) {
        end = next.at();
        if (next instanceof Event.Ask ask) {
          asks.add(ask);
        } else if (next instanceof Event.Guess guess) {
          guesses.add(guess);
        }
        next = following();
      }
      return new Slice(end, List.copyOf(asks), List.copyOf(guesses));
    }

    private @Nullable Event following() {
      return events.hasNext() ? events.next() : null;
    }
  }
}
