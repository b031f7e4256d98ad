package dev.sandi.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandi.processor.check.Regions;
import dev.sandi.processor.routing.Route.Candidate;
import dev.sandi.processor.routing.Route.Prefer;
import dev.sandi.value.AppId;
import dev.sandi.value.PhoneNumber;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class RouteTableProperties {

  private static final Route OTHERWISE = Route.to(List.of(new Candidate("usual")));

  @Property
  void theFirstRouteHoldsOfWhichAllThatIsGivenMatches(
      @ForAll @Size(max = 8) List<@net.jqwik.api.From("matches") Matches> rules,
      @ForAll("numbers") PhoneNumber msisdn,
      @ForAll("apps") AppId app) {
    // Given
    List<Route> routes =
        IntStream.range(0, rules.size()).mapToObj(i -> rules.get(i).route("gw-" + i)).toList();

    // When
    Route found = new RouteTable(routes, OTHERWISE).of(app, msisdn);

    // Then
    String expected =
        IntStream.range(0, rules.size())
            .filter(i -> rules.get(i).take(app, msisdn))
            .mapToObj(i -> "gw-" + i)
            .findFirst()
            .orElse("usual");
    assertThat(found.gateways()).extracting(Candidate::gateway).containsExactly(expected);
  }

  /** The same as a route, said as plainly as can be. */
  record Matches(Set<String> prefixes, Set<String> countries, Set<AppId> apps) {

    boolean take(AppId app, PhoneNumber msisdn) {
      boolean byPrefix =
          prefixes.isEmpty() || prefixes.stream().anyMatch(msisdn.digits()::startsWith);
      boolean byCountry =
          countries.isEmpty()
              || countries.stream().anyMatch(c -> c.equals(Regions.of(msisdn).region()));
      boolean byApp = apps.isEmpty() || apps.stream().anyMatch(app::equals);
      return byPrefix && byCountry && byApp;
    }

    Route route(String gateway) {
      return new Route(
          null,
          prefixes,
          countries,
          apps,
          List.of(new Candidate(gateway)),
          Prefer.ORDER,
          null,
          false,
          2,
          null);
    }
  }

  @Provide
  Arbitrary<Matches> matches() {
    Arbitrary<Set<String>> prefixes =
        Arbitraries.of("6", "62", "628", "6281", "65", "447", "1").set().ofMaxSize(3);
    Arbitrary<Set<String>> countries = Arbitraries.of("ID", "SG", "GB", "US").set().ofMaxSize(2);
    return Combinators.combine(prefixes, countries, apps().set().ofMaxSize(2)).as(Matches::new);
  }

  @Provide
  Arbitrary<AppId> apps() {
    return Arbitraries.of("shop", "bank", "game").map(AppId::new);
  }

  @Provide
  Arbitrary<PhoneNumber> numbers() {
    return Arbitraries.of(
            Set.of("6281234567890", "6212345678", "6581234567", "447400123456", "12025550123"))
        .map(PhoneNumber::new);
  }

  @Property(tries = 20)
  void aPrefixMatchesWhateverItsLength(@ForAll("numbers") PhoneNumber msisdn) {
    // Given
    List<String> beginnings =
        IntStream.rangeClosed(1, msisdn.digits().length())
            .mapToObj(length -> msisdn.digits().substring(0, length))
            .collect(Collectors.toList());

    for (String prefix : beginnings) {
      // When
      Route route = new Matches(Set.of(prefix), Set.of(), Set.of()).route("gw");

      // Then
      assertThat(route.matches(new AppId("shop"), msisdn)).isTrue();
    }
  }
}
