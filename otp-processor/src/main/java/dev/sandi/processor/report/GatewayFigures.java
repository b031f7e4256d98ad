package dev.sandi.processor.report;

import dev.sandi.processor.report.FigureRows.Figure;
import dev.sandi.runtime.WakeableLoop.Next;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Counts what became of messages, each minute of them when it is 2, 5 and 15 minutes old: what that
 * costs grows with the messages, and not with the time that is looked back at. One copy counts, and
 * all read.
 */
@Component
class GatewayFigures implements DeliveryFigures {

  private static final Logger log = LoggerFactory.getLogger(GatewayFigures.class);

  /** In minutes, the first one first. */
  private static final List<Integer> AGES = List.of(2, 5, 15);

  private final TransactionOperations transactions;
  private final FigureRows rows;
  private final ReportSettings settings;
  private final Clock clock;
  private final DeliveryDrops drops;
  private volatile Map<Place, Figure> figures = Map.of();
  private volatile Set<String> dropped = Set.of();
  private @Nullable Instant read;

  GatewayFigures(
      TransactionOperations transactions, FigureRows rows, ReportSettings settings, Clock clock) {
    this.transactions = transactions;
    this.rows = rows;
    this.settings = settings;
    this.clock = clock;
    this.drops = new DeliveryDrops(settings.fewestForFigures(), settings.figuresOver());
  }

  private record Place(String gateway, String country) {}

  /** Once a minute, counts what is due and reads the sums. Only its loop calls it. */
  Next count() {
    Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    if (read != null && !minute.isAfter(read)) {
      return Next.WHEN_WOKEN;
    }
    // A minute in a transaction, also when many are due because no copy was running.
    boolean more = true;
    while (more) {
      more = Boolean.TRUE.equals(transactions.execute(status -> countNext(minute)));
    }
    Map<Place, Figure> sums = new HashMap<>();
    Instant oldest = minute.minus(settings.figuresOver());
    for (Figure figure : rows.since(oldest)) {
      sums.put(new Place(figure.gateway(), figure.country()), figure);
      sums.merge(new Place(figure.gateway(), EVERYWHERE), figure, Figure::plus);
    }
    figures = Map.copyOf(sums);
    tell(drops.judge(rows.minutes(oldest), minute.minus(AGES.get(0), ChronoUnit.MINUTES)));
    read = minute;
    return Next.WHEN_WOKEN;
  }

  private void tell(Set<String> now) {
    Set<String> before = dropped;
    dropped = now;
    now.stream()
        .filter(gateway -> !before.contains(gateway))
        .forEach(gateway -> log.warn("Far fewer messages of gateway {} arrive", gateway));
    before.stream()
        .filter(gateway -> !now.contains(gateway))
        .forEach(gateway -> log.info("Messages of gateway {} arrive as before", gateway));
  }

  /** Counts what is due a minute after the last one that was counted, if that is not later. */
  private boolean countNext(Instant minute) {
    if (!rows.takeTurn()) {
      return false;
    }
    Instant oldest = minute.minus(settings.figuresOver());
    @Nullable Instant mark = rows.countedTo();
    Instant next =
        (mark == null || mark.isBefore(oldest) ? oldest : mark).plus(1, ChronoUnit.MINUTES);
    if (next.isAfter(minute)) {
      return false;
    }
    rows.count(AGES.stream().map(age -> next.minus(age, ChronoUnit.MINUTES)).toList(), oldest);
    rows.countedTo(next);
    return true;
  }

  @Override
  public OptionalDouble deliveryRate(String gateway, String country) {
    Figure all = figures.get(new Place(gateway, EVERYWHERE));
    Figure figure = figures.get(new Place(gateway, country));
    return all == null || figure == null || all.reported() == 0
        ? OptionalDouble.empty()
        : rate(figure.delivered(), figure);
  }

  @Override
  public OptionalDouble conversion(String gateway, String country) {
    Figure figure = figures.get(new Place(gateway, country));
    return figure == null ? OptionalDouble.empty() : rate(figure.verified(), figure);
  }

  @Override
  public boolean hasDropped(String gateway) {
    return dropped.contains(gateway);
  }

  private OptionalDouble rate(long part, Figure figure) {
    return figure.taken() < settings.fewestForFigures()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) part / figure.taken());
  }
}
