package dev.sandi.processor.sending;

import dev.sandi.processor.sending.RouteMessages.Routed;
import dev.sandi.processor.sending.Stranded.Message;
import dev.sandi.processor.sending.Stranded.Move;
import dev.sandi.processor.sending.Stranded.Position;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Moves messages that wait for a gateway that cannot take them to one that can. A page at a time,
 * so that those that nobody else may take do not hide those behind them.
 */
@Component
class MoveStranded {

  private static final int PAGE = 500;
  private static final long NANOS_BETWEEN_LOOKS = 250_000_000;

  /** Messages that nobody else may take cost others little of the loop's time. */
  private static final long NANOS_BETWEEN_PAGES = 50_000_000;

  private final Stranded stranded;
  private final RunningGateways gateways;
  private final RouteMessages route;
  private final TransactionOperations transactions;
  private final Clock clock;

  /** Where to go on, of gateways of which not all pages were seen. */
  private final Map<String, Position> positions = new HashMap<>();

  private final AtomicBoolean soon = new AtomicBoolean(true);
  private long lookedAt = System.nanoTime();

  MoveStranded(
      Stranded stranded,
      RunningGateways gateways,
      RouteMessages route,
      TransactionOperations transactions,
      Clock clock) {
    this.stranded = stranded;
    this.gateways = gateways;
    this.route = route;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * What came of a look.
   *
   * @param moved how many messages have another gateway now
   * @param hopeless messages that no gateway will send: their time is over, none is left, or they
   *     cannot be read
   */
  record Moved(int moved, List<SessionId> hopeless) {
    static final Moved NOTHING = new Moved(0, List.of());

    Moved and(Moved other) {
      return new Moved(
          moved + other.moved, Stream.concat(hopeless.stream(), other.hopeless.stream()).toList());
    }
  }

  /** Whether there are pages that were not looked at yet. */
  boolean isUnderWay() {
    return !positions.isEmpty();
  }

  /** Has the next call look, however soon it comes. */
  void lookSoon() {
    soon.set(true);
  }

  /**
   * Moves a page for each gateway that cannot take messages, now and then.
   *
   * @param lapsed whether those are moved, too, whose lease ran out
   */
  Moved move(boolean lapsed) {
    long pause = positions.isEmpty() ? NANOS_BETWEEN_LOOKS : NANOS_BETWEEN_PAGES;
    boolean due = System.nanoTime() - lookedAt > pause;
    if (!soon.getAndSet(false) && !due) {
      return Moved.NOTHING;
    }
    lookedAt = System.nanoTime();
    Instant now = clock.instant();
    List<String> waitedFor = stranded.waitedFor(now).stream().filter(this::isStranding).toList();
    positions.keySet().retainAll(waitedFor);
    Moved moved = Moved.NOTHING;
    for (String name : waitedFor) {
      moved =
          moved.and(
              Objects.requireNonNull(transactions.execute(status -> move(name, now, lapsed))));
    }
    return moved;
  }

  private Moved move(String name, Instant now, boolean lapsed) {
    List<Message> page =
        stranded.page(name, now, lapsed, positions.getOrDefault(name, Position.START), PAGE);
    if (page.size() < PAGE) {
      positions.remove(name);
    } else {
      positions.put(name, page.get(page.size() - 1).position());
    }
    List<SessionId> hopeless =
        page.stream().filter(message -> isHopeless(message, now)).map(Message::session).toList();
    List<Move> moves =
        page.stream()
            .filter(message -> !isHopeless(message, now))
            .flatMap(message -> way(message, name).stream())
            .toList();
    if (!moves.isEmpty()) {
      stranded.move(moves);
    }
    return new Moved(moves.size(), hopeless);
  }

  private boolean isHopeless(Message message, Instant now) {
    Routed routed = message.routed();
    return routed == null
        || !message.expiresAt().isAfter(now)
        || (message.resend() && !route.isAnyLeft(routed, message.tried()));
  }

  private Optional<Move> way(Message message, String name) {
    Routed routed = Objects.requireNonNull(message.routed());
    Optional<String> other = route.instead(routed, name, message.tried());
    if (other.isEmpty()) {
      gateways.find(name).ifPresent(RunningGateway::awaited);
    }
    return other.map(gateway -> new Move(routed.session(), gateway));
  }

  /** One that is on its way to try whether a gateway is back is not to be moved. */
  private boolean isStranding(String name) {
    return gateways
        .find(name)
        .filter(gateway -> gateway.isUsable() || gateway.expectsProbe())
        .isEmpty();
  }
}
