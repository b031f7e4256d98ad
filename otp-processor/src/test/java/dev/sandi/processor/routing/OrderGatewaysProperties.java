package dev.sandi.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sandi.processor.routing.Route.Candidate;
import dev.sandi.processor.routing.Route.Prefer;
import dev.sandi.value.SessionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class OrderGatewaysProperties {

  private static final int SESSIONS = 20_000;

  @Property
  void everyGatewayIsTriedOnceAndInTheSameOrderEachTime(
      @ForAll("routes") Route route, @ForAll("rates") Map<String, Double> rates) {
    // Given
    SessionId session = SessionId.at(Instant.now());
    Figures figures = figures(rates);

    // When
    List<String> order = route.order(session, "ID", figures);

    // Then
    assertThat(order)
        .containsExactlyInAnyOrderElementsOf(
            route.gateways().stream().map(Candidate::gateway).toList());
    assertThat(route.order(SessionId.of(session.toString()), "ID", figures)).isEqualTo(order);
  }

  @Property(tries = 30)
  void ofManySessionsEachGatewayIsFirstForItsWeight(
      @ForAll @Size(min = 2, max = 5) List<@IntRange(max = 10) Integer> weights) {
    // Given
    List<Integer> all = new ArrayList<>(weights);
    all.add(1);
    double total = all.stream().mapToInt(Integer::intValue).sum();
    Route route =
        route(
            Prefer.WEIGHT,
            IntStream.range(0, all.size())
                .mapToObj(i -> new Candidate("gw-" + i, all.get(i), null, null))
                .toList());

    // When
    Map<String, Integer> first = firsts(route, Figures.NONE);

    // Then
    for (int i = 0; i < all.size(); i++) {
      double share = first.getOrDefault("gw-" + i, 0) / (double) SESSIONS;
      assertThat(share).isCloseTo(all.get(i) / total, within(0.02));
    }
  }

  @Property
  void withWeightsTheRestStandsInItsOrder(@ForAll("candidates") List<Candidate> candidates) {
    // Given
    List<Candidate> weighted =
        Stream.concat(candidates.stream(), Stream.of(new Candidate("last", 1, null, null)))
            .toList();
    List<String> names = new ArrayList<>(weighted.stream().map(Candidate::gateway).toList());

    // When
    List<String> order =
        route(Prefer.WEIGHT, weighted).order(SessionId.at(Instant.now()), "ID", Figures.NONE);

    // Then
    names.remove(order.get(0));
    assertThat(order.subList(1, order.size())).isEqualTo(names);
  }

  @Property
  void theCheapestComesFirstAndWhatHasNoPriceLast(
      @ForAll("candidates") List<Candidate> candidates) {
    // Given
    List<String> expected =
        candidates.stream()
            .sorted(
                Comparator.comparing(
                    Candidate::price, Comparator.nullsLast(Comparator.naturalOrder())))
            .map(Candidate::gateway)
            .toList();

    // When
    List<String> order =
        route(Prefer.PRICE, candidates).order(SessionId.at(Instant.now()), "ID", Figures.NONE);

    // Then
    assertThat(order).isEqualTo(expected);
  }

  @Property
  void withoutFiguresAnOrderByThemIsAsItStandsButForTheExplored(
      @ForAll("candidates") List<Candidate> candidates) {
    // Given
    List<String> listed = candidates.stream().map(Candidate::gateway).toList();
    Route route = route(Prefer.DELIVERY, candidates);

    // When
    long changed =
        Stream.generate(() -> SessionId.at(Instant.now()))
            .limit(200)
            .filter(session -> !route.order(session, "ID", Figures.NONE).equals(listed))
            .count();

    // Then
    assertThat(changed).isLessThan(40);
  }

  @Example
  void theBestByFiguresIsFirstButForASmallShareThatKeepsTheFiguresOfOthersAlive() {
    // Given
    Route route = route(Prefer.DELIVERY, Stream.of("a", "b", "c").map(Candidate::new).toList());
    Figures figures = figures(Map.of("a", 0.90, "b", 0.80, "c", 0.97));

    // When
    Map<String, Integer> first = firsts(route, figures);

    // Then
    assertThat(first.get("c") / (double) SESSIONS).isCloseTo(0.95, within(0.01));
    assertThat(first.get("a") / (double) SESSIONS).isCloseTo(0.025, within(0.006));
    assertThat(first.get("b") / (double) SESSIONS).isCloseTo(0.025, within(0.006));
  }

  @Example
  void gatewaysWithoutFiguresKeepTheirPlaceAmongThoseThatChangeTheirs() {
    // Given
    Route route =
        route(Prefer.CONVERSION, Stream.of("a", "new", "c", "d").map(Candidate::new).toList());
    Figures figures = figures(Map.of("a", 0.5, "c", 0.7, "d", 0.6));

    // When
    Map<List<String>, Integer> orders = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      orders.merge(route.order(SessionId.at(Instant.now()), "ID", figures), 1, Integer::sum);
    }

    // Then
    assertThat(orders.get(List.of("c", "new", "d", "a"))).isGreaterThan(900);
  }

  @Example
  void figuresAreThoseOfTheNumbersCountry() {
    // Given
    Route route = route(Prefer.CONVERSION, Stream.of("a", "b").map(Candidate::new).toList());
    Figures figures =
        new Figures() {
          @Override
          public OptionalDouble deliveryRate(String gateway, String country) {
            return OptionalDouble.empty();
          }

          @Override
          public OptionalDouble conversion(String gateway, String country) {
            return OptionalDouble.of(gateway.equals("a") == country.equals("ID") ? 0.9 : 0.1);
          }
        };

    // When
    long inIndonesia =
        Stream.generate(() -> SessionId.at(Instant.now()))
            .limit(1_000)
            .filter(session -> route.order(session, "ID", figures).get(0).equals("a"))
            .count();
    long inSingapore =
        Stream.generate(() -> SessionId.at(Instant.now()))
            .limit(1_000)
            .filter(session -> route.order(session, "SG", figures).get(0).equals("a"))
            .count();

    // Then
    assertThat(inIndonesia).isGreaterThan(900);
    assertThat(inSingapore).isLessThan(100);
  }

  private static Map<String, Integer> firsts(Route route, Figures figures) {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < SESSIONS; i++) {
      first.merge(route.order(SessionId.at(Instant.now()), "ID", figures).get(0), 1, Integer::sum);
    }
    return first;
  }

  private static Route route(Prefer prefer, List<Candidate> gateways) {
    return new Route(null, Set.of(), Set.of(), Set.of(), gateways, prefer, null, false, 2, null);
  }

  private static Figures figures(Map<String, Double> rates) {
    return new Figures() {
      @Override
      public OptionalDouble deliveryRate(String gateway, String country) {
        Double rate = rates.get(gateway);
        return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
      }

      @Override
      public OptionalDouble conversion(String gateway, String country) {
        return deliveryRate(gateway, country);
      }
    };
  }

  @Provide
  Arbitrary<Route> routes() {
    return Combinators.combine(candidates(), Arbitraries.of(Prefer.class))
        .as((candidates, prefer) -> route(prefer, candidates));
  }

  @Provide
  Arbitrary<List<Candidate>> candidates() {
    Arbitrary<BigDecimal> prices =
        Arbitraries.integers().between(0, 3).map(n -> BigDecimal.valueOf(n, 2)).injectNull(0.3);
    return Combinators.combine(
            Arbitraries.integers().between(0, 9), Arbitraries.integers().between(1, 5), prices)
        .as(
            (name, weight, price) ->
                new Candidate("gw-" + name, weight, price, price == null ? null : "USD"))
        .list()
        .uniqueElements(Candidate::gateway)
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<Map<String, Double>> rates() {
    return Arbitraries.maps(
        Arbitraries.integers().between(0, 9).map(n -> "gw-" + n),
        Arbitraries.doubles().between(0, 1));
  }
}
