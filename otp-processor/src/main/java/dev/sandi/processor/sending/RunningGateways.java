package dev.sandi.processor.sending;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.gateway.DefinedGateways;
import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.routing.Configured;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.OpenGateways;
import dev.sandi.processor.routing.RouteTable;
import dev.sandi.runtime.ConfigurationException;
import dev.sandi.runtime.WakeableLoop.Next;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The gateways that are open on this copy, and the routes to them, as they are configured at this
 * moment. A gateway whose settings change is opened anew: the new one takes what comes from then
 * on, as soon as it is connected, and the old one is closed once it has its answers. If it cannot
 * be opened anew it goes on as it is.
 */
@Component
class RunningGateways implements OpenGateways, DefinedGateways, SmartLifecycle {

  /** Before whoever needs a gateway. */
  private static final int PHASE = MessagingConfiguration.WORKERS_PHASE - 5;

  private static final long NANOS_BETWEEN_TRIES = 10_000_000_000L;

  private final Definitions definitions;
  private final OpenGateway open;
  private final FollowDefinitions follow;
  private final Retiring retiring = new Retiring();
  private final Map<String, RunningGateway> builtIn;
  private final ProcessorProperties properties;
  private final AmbiguousSubmits ambiguous;

  /** Also after the end: late answers still ask for the way of their messages. */
  private volatile @Nullable Places state;

  private volatile boolean running;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long openedAt;

  RunningGateways(
      Definitions definitions,
      OpenGateway open,
      FollowDefinitions follow,
      List<SmsGateway> builtIn,
      ProcessorProperties properties,
      AmbiguousSubmits ambiguous) {
    this.definitions = definitions;
    this.open = open;
    this.follow = follow;
    this.properties = properties;
    this.ambiguous = ambiguous;
    this.builtIn = builtIn.stream().collect(Collectors.toMap(SmsGateway::name, open::watched));
  }

  /** Sets whom to tell that a gateway has room. */
  void onRoom(Runnable listener) {
    open.onRoom(listener);
  }

  RouteTable routes() {
    return state().configured().routes();
  }

  Collection<RunningGateway> all() {
    return state().sending().values();
  }

  /** Asks all how they are; whoever works on many messages does so before the first. */
  void look() {
    all().forEach(RunningGateway::look);
  }

  Optional<RunningGateway> find(String name) {
    return Optional.ofNullable(state().sending().get(name));
  }

  /**
   * Gateways that messages may wait for and that are not open here, but for those out of service.
   */
  Set<String> missing() {
    Places now = state;
    return now == null ? Set.of() : now.missing();
  }

  private Places state() {
    return Objects.requireNonNull(state, "not started");
  }

  /** Takes over what has changed. Only one loop calls it. */
  Next follow() {
    Places before = state();
    if (definitions.version() != before.configured().version() || isAnotherTryDue(before)) {
      openedAt = System.nanoTime();
      takeOver(before, follow.follow(before.places(), definitions.read(), builtIn));
    } else if (before.isAnyoneAwaited()) {
      takeOver(before, follow.promote(before, builtIn));
    }
    return Next.WHEN_WOKEN;
  }

  private void takeOver(Places before, Places after) {
    state = after;
    open.roomGrew();
    before.leftBy(after).forEach(retiring::add);
  }

  /** What could not be opened is tried again now and then. */
  private boolean isAnotherTryDue(Places now) {
    return now.isAnythingToTry() && System.nanoTime() - openedAt > NANOS_BETWEEN_TRIES;
  }

  @Override
  public long version() {
    Places now = state;
    return now == null ? -1 : now.configured().version();
  }

  @Override
  public boolean isDefined(String name, String kind) {
    Places now = state;
    return now == null
        || now.configured().gateway(name).filter(each -> each.kind().equals(kind)).isPresent();
  }

  @Override
  public Optional<GatewayStatus> status(String name) {
    Place place = state().places().get(name);
    return Optional.ofNullable(place)
        .map(Place::status)
        .or(() -> find(name).map(RunningGateway::status))
        .map(status -> ambiguous.addTo(name, status));
  }

  @Override
  public Optional<String> breaker(String name) {
    return find(name).map(RunningGateway::breaker);
  }

  @Override
  public void start() {
    Configured configured = definitions.read();
    openedAt = System.nanoTime();
    state = follow.follow(Map.of(), configured, builtIn);
    running = true;
    if (properties.gateway().isEmpty() && configured.routes().routes().isEmpty()) {
      throw new ConfigurationException(
          "sandi.processor.gateway names no gateway: give one of %s by SANDI_GATEWAY"
              .formatted(new TreeSet<>(all().stream().map(RunningGateway::name).toList())));
    }
  }

  /** Closes all gateways, side by side, each of which waits for its answers. */
  void closeAll() {
    if (!closed.getAndSet(true)) {
      Stream.of(state().open(), builtIn.values(), retiring.all())
          .flatMap(Collection::stream)
          .toList()
          .parallelStream()
          .forEach(Retiring::close);
      retiring.awaitAll();
    }
  }

  @Override
  public void stop() {
    running = false;
    closeAll();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
