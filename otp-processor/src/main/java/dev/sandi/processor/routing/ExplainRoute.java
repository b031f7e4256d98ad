package dev.sandi.processor.routing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.processor.check.Regions;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import dev.sandi.value.SessionId;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Says where a message would go now, and why. */
@Component
class ExplainRoute {

  /** Enough to tell shares to a few percent, and done in a few milliseconds. */
  private static final int DRAWN = 2_000;

  private final Definitions definitions;
  private final ObjectProvider<Figures> figures;
  private final Clock clock;

  ExplainRoute(Definitions definitions, ObjectProvider<Figures> figures, Clock clock) {
    this.definitions = definitions;
    this.figures = figures;
    this.clock = clock;
  }

  /**
   * Where it would go.
   *
   * @param route index of the route that matches; absent if none does
   * @param gateways those of the route, the likeliest to be tried first at the beginning; the rest
   *     as that message tries them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Explanation(
      long version,
      String country,
      @Nullable Integer route,
      @Nullable String name,
      String prefer,
      List<Tried> gateways) {}

  /**
   * A gateway in its place.
   *
   * @param usable whether there is one of this name that is enabled; otherwise it is passed over
   * @param first share of messages that try it first
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Tried(
      String gateway,
      boolean usable,
      double first,
      @JsonProperty("delivery_rate") @Nullable Double deliveryRate,
      @Nullable Double conversion) {}

  Explanation explain(AppId app, PhoneNumber msisdn) {
    Configured configured = definitions.read();
    Figures now = figures.getIfAvailable(() -> Figures.NONE);
    OptionalInt index = configured.routes().indexOf(app, msisdn);
    Route route = configured.routes().of(app, msisdn);
    String country = Regions.of(msisdn).region();
    Map<List<String>, Integer> orders = new HashMap<>();
    Map<String, Integer> firsts = new HashMap<>();
    for (int i = 0; i < DRAWN; i++) {
      List<String> order = route.order(SessionId.at(clock.instant()), country, now);
      orders.merge(order, 1, Integer::sum);
      order.stream().limit(1).forEach(first -> firsts.merge(first, 1, Integer::sum));
    }
    List<String> likeliest =
        orders.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    return new Explanation(
        configured.version(),
        country,
        index.isPresent() ? index.getAsInt() : null,
        route.name(),
        route.prefer().name().toLowerCase(Locale.ROOT),
        likeliest.stream()
            .map(
                gateway ->
                    new Tried(
                        gateway,
                        configured.gateway(gateway).filter(GatewayDefinition::enabled).isPresent(),
                        firsts.getOrDefault(gateway, 0) / (double) DRAWN,
                        known(now.deliveryRate(gateway, country)),
                        known(now.conversion(gateway, country))))
            .toList());
  }

  private static @Nullable Double known(OptionalDouble rate) {
    return rate.isPresent() ? rate.getAsDouble() : null;
  }
}
