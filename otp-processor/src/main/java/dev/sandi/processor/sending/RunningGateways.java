package dev.sandi.processor.sending;

import dev.sandi.messaging.MessagingConfiguration;
import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.gateway.DefinedGateways;
import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.routing.Configured;
import dev.sandi.processor.routing.Definitions;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.processor.routing.OpenGateways;
import dev.sandi.processor.routing.RouteTable;
import dev.sandi.runtime.ConfigurationException;
import dev.sandi.runtime.Failures;
import dev.sandi.runtime.WakeableLoop.Next;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The gateways that are open on this copy, and the routes to them, as they are configured at this
 * moment. A gateway whose settings change is opened anew: the new one takes what comes from then
 * on, the old one is closed once it has its answers.
 */
@Component
class RunningGateways implements OpenGateways, DefinedGateways, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(RunningGateways.class);

  /** Before whoever needs a gateway. */
  private static final int PHASE = MessagingConfiguration.WORKERS_PHASE - 5;

  private static final long NANOS_BETWEEN_TRIES = 10_000_000_000L;

  private final Definitions definitions;
  private final OpenGateway open;
  private final Map<String, RunningGateway> builtIn;
  private final ProcessorProperties properties;
  private final AmbiguousSubmits ambiguous;

  /** Also after the end: late answers still ask for the way of their messages. */
  private volatile @Nullable State state;

  private volatile boolean running;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long openedAt;

  RunningGateways(
      Definitions definitions,
      OpenGateway open,
      List<SmsGateway> builtIn,
      ProcessorProperties properties,
      AmbiguousSubmits ambiguous) {
    this.definitions = definitions;
    this.open = open;
    this.properties = properties;
    this.ambiguous = ambiguous;
    this.builtIn = builtIn.stream().collect(Collectors.toMap(SmsGateway::name, open::watched));
  }

  /** What is running, and what it was made of. */
  private record State(
      Configured configured,
      Map<String, GatewayDefinition> definitions,
      Map<String, RunningGateway> gateways,
      Set<String> missing) {}

  /** Sets whom to tell that a gateway has room. */
  void onRoom(Runnable listener) {
    open.onRoom(listener);
  }

  RouteTable routes() {
    return state().configured().routes();
  }

  Collection<RunningGateway> all() {
    return state().gateways().values();
  }

  /** Asks all how they are; whoever works on many messages does so before the first. */
  void look() {
    all().forEach(RunningGateway::look);
  }

  Optional<RunningGateway> find(String name) {
    return Optional.ofNullable(state().gateways().get(name));
  }

  /**
   * Gateways that messages may wait for and that are not open here, but for those out of service.
   */
  Set<String> missing() {
    State now = state;
    return now == null ? Set.of() : now.missing();
  }

  private State state() {
    return Objects.requireNonNull(state, "not started");
  }

  /** Takes over what has changed. Only one loop calls it. */
  Next follow() {
    State before = state();
    if (definitions.version() != before.configured().version() || isAnotherTryDue(before)) {
      State after = after(before.definitions(), before.gateways(), definitions.read());
      state = after;
      open.roomGrew();
      closeBehind(
          before.gateways().values().stream()
              .filter(gateway -> !after.gateways().containsValue(gateway))
              .toList());
    }
    return Next.WHEN_WOKEN;
  }

  private State after(
      Map<String, GatewayDefinition> definedBefore,
      Map<String, RunningGateway> runningBefore,
      Configured configured) {
    openedAt = System.nanoTime();
    Map<String, GatewayDefinition> defined = new HashMap<>();
    Map<String, RunningGateway> running = new HashMap<>();
    Set<String> missing = new TreeSet<>();
    if (isUndefined(configured)) {
      missing.add(properties.gateway());
    }
    for (GatewayDefinition definition : configured.gateways()) {
      String name = definition.name();
      if (definition.enabled() && !builtIn.containsKey(name)) {
        boolean same = definition.equals(definedBefore.get(name));
        Optional.ofNullable(same ? runningBefore.get(name) : null)
            .or(() -> open.open(definition))
            .ifPresentOrElse(
                gateway -> {
                  defined.put(name, definition);
                  running.put(name, gateway);
                },
                () -> missing.add(name));
      }
    }
    running.putAll(builtIn);
    return new State(configured, Map.copyOf(defined), Map.copyOf(running), Set.copyOf(missing));
  }

  /** What could not be opened, for a reason that may have passed, is tried again now and then. */
  private boolean isAnotherTryDue(State now) {
    return !now.missing().isEmpty() && System.nanoTime() - openedAt > NANOS_BETWEEN_TRIES;
  }

  /** They wait for answers, and nobody should wait for them. */
  private static void closeBehind(List<RunningGateway> gateways) {
    if (!gateways.isEmpty()) {
      Thread closing =
          new Thread(() -> gateways.forEach(RunningGateways::close), "processor-gateways-closing");
      closing.setDaemon(true);
      closing.start();
    }
  }

  @Override
  public long version() {
    State now = state;
    return now == null ? -1 : now.configured().version();
  }

  @Override
  public boolean isDefined(String name, String kind) {
    State now = state;
    return now == null
        || now.configured().gateway(name).filter(each -> each.kind().equals(kind)).isPresent();
  }

  @Override
  public Optional<GatewayStatus> status(String name) {
    return find(name).map(gateway -> ambiguous.addTo(name, gateway.status()));
  }

  @Override
  public Optional<String> breaker(String name) {
    return find(name).map(RunningGateway::breaker);
  }

  private static void close(RunningGateway gateway) {
    try {
      gateway.close();
    } catch (RuntimeException e) {
      log.warn("Gateway {} did not close: {}", gateway.name(), Failures.describe(e));
    }
  }

  @Override
  public void start() {
    Configured configured = definitions.read();
    state = after(Map.of(), Map.of(), configured);
    running = true;
    if (properties.gateway().isEmpty() && configured.routes().routes().isEmpty()) {
      throw new ConfigurationException(
          "sandi.processor.gateway names no gateway: give one of %s by SANDI_GATEWAY"
              .formatted(new TreeSet<>(all().stream().map(RunningGateway::name).toList())));
    }
  }

  /** One that is still to be defined: messages wait for it, as long as they are of use. */
  private boolean isUndefined(Configured configured) {
    String usual = properties.gateway();
    boolean undefined =
        !usual.isEmpty() && configured.gateway(usual).isEmpty() && !builtIn.containsKey(usual);
    if (undefined) {
      log.error(
          "Gateway {}, which SANDI_GATEWAY names, is not defined: its messages wait until"
              + " PUT /admin/v1/gateways/{} does so",
          usual,
          usual);
    }
    return undefined;
  }

  /** Closes all gateways, side by side, each of which waits for its answers. */
  void closeAll() {
    if (!closed.getAndSet(true)) {
      all().parallelStream().forEach(RunningGateways::close);
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
