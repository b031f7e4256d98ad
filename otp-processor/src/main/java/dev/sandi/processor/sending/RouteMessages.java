package dev.sandi.processor.sending;

import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.check.Regions;
import dev.sandi.processor.report.Fallbacks.Fallback;
import dev.sandi.processor.routing.Figures;
import dev.sandi.processor.routing.Route;
import dev.sandi.processor.sending.Outcome.Way;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Chooses the gateway of each message: by its route, and by which gateways are worth a try now. All
 * copies put the gateways of a message into the same order.
 */
@Component
class RouteMessages {

  /** Sandboxes and test numbers never reach a real gateway, whatever is configured. */
  private static final String SIMULATOR = "simulator";

  /** Of a message that no gateway can take: it is looked at again when there is one. */
  static final String NOBODY = "";

  private final RunningGateways gateways;
  private final Figures figures;
  private final double leastDelivered;
  private final ChooseGateway choose;

  RouteMessages(RunningGateways gateways, Figures figures, ProcessorProperties properties) {
    this.gateways = gateways;
    this.figures = figures;
    this.leastDelivered = properties.leastDelivered();
    this.choose = new ChooseGateway(gateways::find);
  }

  /** A message, as far as its way depends on it. */
  record Routed(SessionId session, AppId app, PhoneNumber msisdn, boolean simulated) {

    static Routed of(Claimed message) {
      return new Routed(message.session(), message.appId(), message.msisdn(), message.simulated());
    }
  }

  /** Has what follows go by how gateways are at this moment. */
  void look() {
    gateways.look();
  }

  /** Who gets a new message. */
  String first(Routed message) {
    return choose.first(order(message), name -> delivers(name, message)).orElse(NOBODY);
  }

  /** Who gets a message that waits for a gateway that cannot take it, if there is one. */
  Optional<String> instead(Routed message, String waitsFor, List<String> tried) {
    return choose.other(order(message), waitsFor, tried);
  }

  /**
   * Whether its route has a gateway that a message was not tried by, whatever that one is doing.
   */
  boolean isAnyLeft(Routed message, List<String> tried) {
    return !tried.containsAll(order(message));
  }

  /**
   * The way of a message that its gateway did not take, or perhaps did: at once over the next one
   * that can take it, as long as there is one that has not been asked.
   */
  Way next(Claimed message) {
    List<String> order = after(message.gateway(), order(Routed.of(message)));
    Optional<String> other = choose.other(order, message.gateway(), message.tried());
    return new Way(
        other.orElse(message.gateway()),
        message.tried(),
        other.isPresent() && message.attempt() < order.size());
  }

  /** The way of a message that its gateway will never take; empty if there is no other. */
  Optional<Way> past(Claimed message) {
    List<String> tried = new ArrayList<>(message.tried());
    tried.add(message.gateway());
    return choose.untried(order(Routed.of(message)), tried).map(name -> new Way(name, tried, true));
  }

  /**
   * How a message that its gateway took is sent again, if its route has more gateways for it and
   * says when.
   */
  Optional<Fallback> fallback(Claimed message, Instant sentAt) {
    if (message.simulated()) {
      return Optional.empty();
    }
    Route route = route(message);
    List<String> tried = new ArrayList<>(message.tried());
    tried.add(message.gateway());
    Instant dueAt = dueAt(message.gateway(), route, sentAt);
    boolean more =
        tried.size() < route.mostGateways()
            && !tried.containsAll(order(Routed.of(message)))
            && (dueAt != null || route.resendWhenUndelivered());
    return more
        ? Optional.of(
            new Fallback(
                message.session(), message.codeId(), tried, dueAt, route.resendWhenUndelivered()))
        : Optional.empty();
  }

  /** Of a gateway that does not report what arrives, every code would be sent twice. */
  private @Nullable Instant dueAt(String gateway, Route route, Instant sentAt) {
    Integer seconds = route.resendAfter();
    return seconds != null
            && gateways.find(gateway).map(RunningGateway::reportsDelivery).orElse(true)
        ? sentAt.plusSeconds(seconds)
        : null;
  }

  /** Whether the simulated handsets are all that messages of an app to a number can reach. */
  boolean isSimulated(AppId app, PhoneNumber msisdn) {
    List<Route.Candidate> all = gateways.routes().of(app, msisdn).gateways();
    return !all.isEmpty()
        && all.stream().allMatch(candidate -> candidate.gateway().equals(SIMULATOR));
  }

  Route route(Claimed message) {
    return gateways.routes().of(message.appId(), message.msisdn());
  }

  private List<String> order(Routed message) {
    return message.simulated()
        ? List.of(SIMULATOR)
        : gateways
            .routes()
            .of(message.app(), message.msisdn())
            .order(message.session(), Regions.of(message.msisdn()).region(), figures);
  }

  /** The order that begins behind a gateway, and comes round to it. */
  private static List<String> after(String gateway, List<String> order) {
    int at = order.indexOf(gateway) + 1;
    List<String> turned = new ArrayList<>(order.subList(at, order.size()));
    turned.addAll(order.subList(0, at));
    return turned;
  }

  private boolean delivers(String name, Routed message) {
    OptionalDouble rate =
        message.simulated()
            ? OptionalDouble.empty()
            : figures.deliveryRate(name, Regions.of(message.msisdn()).region());
    return rate.isEmpty() || rate.getAsDouble() >= leastDelivered;
  }
}
