package dev.sandi.processor.routing;

import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.routing.Route.Candidate;
import dev.sandi.processor.routing.StoredDefinitions.Stored;
import dev.sandi.value.InvalidValueException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The gateways and routes that are configured: what administrators have stored, else what the file
 * says, and the simulator always. Every change has a new version, and all copies see the same one.
 */
@Repository
public class Definitions implements SmartInitializingSingleton {

  private final StoredDefinitions stored;
  private final GatewaysFile file;
  private final GatewayKinds kinds;
  private final TransactionTemplate transactions;
  private final ObjectProvider<ExpectedReports> expected;
  private final String usual;

  Definitions(
      StoredDefinitions stored,
      GatewaysFile file,
      GatewayKinds kinds,
      TransactionTemplate transactions,
      ObjectProvider<ExpectedReports> expected,
      ProcessorProperties properties) {
    this.stored = stored;
    this.file = file;
    this.kinds = kinds;
    this.transactions = transactions;
    this.expected = expected;
    this.usual = properties.gateway();
  }

  /** Where a definition comes from. */
  enum Source {
    BUILT_IN,
    FILE,
    STORED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is configured, and where it comes from.
   *
   * @param sources of the gateways, by name
   * @param routes {@link Source#BUILT_IN} if neither administrators nor the file have set any
   */
  record Overview(Configured configured, Map<String, Source> sources, Source routes) {}

  /** Checks the file when every bean is there: kinds of gateways may need some that need this. */
  @Override
  public void afterSingletonsInstantiated() {
    file.check(kinds);
  }

  /** Grows with every change; cheap enough to be asked for every second. */
  public long version() {
    return stored.version();
  }

  /** All of one moment. */
  public Configured read() {
    return overview().configured();
  }

  Overview overview() {
    return overview(stored.read());
  }

  /**
   * Stores a gateway, new or in the place of one of its name, and returns the new version.
   *
   * @throws InvalidValueException naming the field and the rule that it breaks
   */
  public long put(GatewayDefinition gateway) {
    check(gateway);
    return inOneGo(
        version -> {
          stored.put(gateway);
          return version;
        });
  }

  /**
   * Says what is wrong with a gateway, and stores nothing.
   *
   * @throws InvalidValueException naming the field and the rule that it breaks
   */
  void check(GatewayDefinition gateway) {
    Rule.check(
        !gateway.name().equals(GatewayDefinition.SIMULATOR), "name", "simulator is built in");
    kinds.check(gateway);
    if (gateway.enabled()) {
      // One that is not may be prepared before its secrets are.
      kinds.checkReferences(gateway);
    }
  }

  /**
   * Forgets a stored gateway; one of the file that it stood in front of is there again.
   *
   * @return the new version; empty if none of that name is stored
   * @throws GatewayInUseException if something names it, or it is not stored but there, or reports
   *     of what it took may still come, which nobody would be there to take
   */
  public OptionalLong delete(String gateway) {
    return inOneGo(
        version -> {
          if (!stored.delete(gateway)) {
            requireNoOther(gateway);
            return OptionalLong.empty();
          }
          requireUnused(gateway);
          return OptionalLong.of(version);
        });
  }

  /**
   * Sets the whole route table and returns the new version.
   *
   * @param expected the version that it was made for, if that matters
   * @throws InvalidValueException naming the route by its index, and the field
   * @throws VersionMismatchException if that is no longer the version
   */
  public long put(List<Route> routes, OptionalLong expected) {
    new RouteTable(routes, Route.NONE);
    return inOneGo(
        version -> {
          requireVersion(expected, version - 1);
          requireGateways(routes, overview().sources().keySet());
          stored.put(routes);
          return version;
        });
  }

  /**
   * Forgets the stored route table: that of the file holds again.
   *
   * @return the new version; empty if none is stored
   */
  public OptionalLong deleteRoutes() {
    return inOneGo(
        version -> stored.deleteRoutes() ? OptionalLong.of(version) : OptionalLong.empty());
  }

  /** What a change does in its transaction, knowing its version. */
  private interface Change<T> {
    T make(long version);
  }

  /** The version's row is taken first: what a change looks at stays so until it is made. */
  private <T> T inOneGo(Change<T> change) {
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              T result = change.make(stored.change());
              if (result.equals(OptionalLong.empty())) {
                status.setRollbackOnly();
              }
              return result;
            }));
  }

  private Overview overview(Stored stored) {
    Map<String, GatewayDefinition> gateways = new TreeMap<>();
    Map<String, Source> sources = new TreeMap<>();
    GatewayDefinition simulator = GatewayDefinition.simulator();
    gateways.put(simulator.name(), simulator);
    sources.put(simulator.name(), Source.BUILT_IN);
    file.gateways().values().forEach(gateway -> gateways.put(gateway.name(), gateway));
    file.gateways().keySet().forEach(name -> sources.put(name, Source.FILE));
    stored.gateways().forEach(gateway -> gateways.put(gateway.name(), gateway));
    stored.gateways().forEach(gateway -> sources.put(gateway.name(), Source.STORED));
    Source ofFile = file.routes().isEmpty() ? Source.BUILT_IN : Source.FILE;
    RouteTable routes =
        new RouteTable(stored.routes() == null ? file.routes() : stored.routes(), otherwise());
    return new Overview(
        new Configured(stored.version(), List.copyOf(gateways.values()), routes),
        sources,
        stored.routes() == null ? ofFile : Source.STORED);
  }

  private Route otherwise() {
    return usual.isEmpty() ? Route.NONE : Route.to(List.of(new Candidate(usual)));
  }

  private void requireNoOther(String gateway) {
    if (gateway.equals(GatewayDefinition.SIMULATOR)) {
      throw new GatewayInUseException("it is built in");
    }
    if (file.gateways().containsKey(gateway)) {
      throw new GatewayInUseException("sandi.processor.gateways-file defines it");
    }
  }

  private void requireUnused(String gateway) {
    Configured configured = read();
    if (configured.gateway(gateway).isPresent()) {
      return;
    }
    List<Route> routes = configured.routes().routes();
    OptionalInt user =
        IntStream.range(0, routes.size()).filter(i -> routes.get(i).uses(gateway)).findFirst();
    if (user.isPresent()) {
      throw new GatewayInUseException("routes[" + user.getAsInt() + "] names it");
    }
    if (gateway.equals(usual)) {
      throw new GatewayInUseException("sandi.processor.gateway names it");
    }
    ExpectedReports reports = expected.getIfAvailable();
    if (reports != null && reports.ofGateway(gateway)) {
      throw new GatewayInUseException(
          "reports of messages that it took may still come: disable it, and delete it an hour"
              + " after their codes have ended");
    }
  }

  static void requireGateways(List<Route> routes, Set<String> known) {
    for (int i = 0; i < routes.size(); i++) {
      List<Candidate> candidates = routes.get(i).gateways();
      for (int j = 0; j < candidates.size(); j++) {
        Rule.check(
            known.contains(candidates.get(j).gateway()),
            "routes[%d].gateways[%d].gateway".formatted(i, j),
            "no gateway has this name");
      }
    }
  }

  private static void requireVersion(OptionalLong expected, long current) {
    if (expected.isPresent() && expected.getAsLong() != current) {
      throw new VersionMismatchException(current);
    }
  }
}
