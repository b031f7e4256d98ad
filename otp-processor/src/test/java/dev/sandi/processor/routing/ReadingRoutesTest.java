package dev.sandi.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.processor.ProcessorProperties.Ambiguous;
import dev.sandi.processor.routing.Route.Candidate;
import dev.sandi.processor.routing.Route.Prefer;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingRoutesTest {

  private final Notation notation = new Notation();

  @Test
  void aRouteIsReadWithAllItsFields() {
    // When
    List<Route> routes =
        read(
            """
            [{"name": "indonesia", "prefixes": ["6281", "6282"], "countries": ["ID"],
              "apps": ["shop"], "gateways": [{"gateway": "one", "weight": 3, "price": 0.0125,
              "currency": "USD"}, {"gateway": "two"}], "prefer": "weight", "resend_after": 30,
              "resend_when_undelivered": true, "most_gateways": 3, "ambiguous": "fail"}]
            """);

    // Then
    Route route = routes.get(0);
    assertThat(route.name()).isEqualTo("indonesia");
    assertThat(route.prefixes()).containsExactly("6281", "6282");
    assertThat(route.countries()).containsExactly("ID");
    assertThat(route.apps()).containsExactly(new AppId("shop"));
    assertThat(route.gateways())
        .containsExactly(
            new Candidate("one", 3, new BigDecimal("0.0125"), "USD"), new Candidate("two"));
    assertThat(route.prefer()).isEqualTo(Prefer.WEIGHT);
    assertThat(route.resendAfter()).isEqualTo(30);
    assertThat(route.resendWhenUndelivered()).isTrue();
    assertThat(route.mostGateways()).isEqualTo(3);
    assertThat(route.ambiguous()).isEqualTo(Ambiguous.FAIL);
  }

  @Test
  void aRouteThatNamesNothingButGatewaysTakesEverythingInTheirOrder() {
    // When
    Route route = read("[{\"gateways\": [{\"gateway\": \"one\"}]}]").get(0);

    // Then
    assertThat(route).isEqualTo(Route.to(List.of(new Candidate("one"))));
    assertThat(route.mostGateways()).isEqualTo(2);
    assertThat(route.resendAfter()).isNull();
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    // Given
    List<Route> routes =
        read(
            """
            [{"countries": ["ID"], "gateways": [{"gateway": "one", "price": "0.01",
              "currency": "EUR"}], "prefer": "price", "ambiguous": "resend"},
             {"apps": ["shop"], "gateways": []}]
            """);

    // When
    String written = notation.text(notation.written(routes));

    // Then
    assertThat(written).contains("\"prefer\":\"price\"", "\"ambiguous\":\"resend\"");
    assertThat(read(written)).isEqualTo(routes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | routes[1].gateways: is missing",
        "{gateways: [{}]} | routes[1].gateways[0].gateway: is missing",
        "{gateways: [{gateway: a, weight: -1}]} | routes[1].gateways[0].weight: should be 0 to 1000",
        "{gateways: [{gateway: a, weight: x}]} | routes[1].gateways[0].weight: has a value of the wrong type",
        "{gateways: [{gateway: a, price: 1}]} | routes[1].gateways[0].currency: should be three capital letters",
        "{gateways: [{gateway: a, price: 0.0000001, currency: USD}]} | routes[1].gateways[0].price: should be 0 to",
        "{gateways: [{gateway: a}, {gateway: a}]} | routes[1].gateways: should name each gateway once",
        "{gateways: [{gateway: a, weight: 0}], prefer: weight} | routes[1].gateways: should have one with a weight",
        "{gateways: [{gateway: a, price: 1, currency: USD}, {gateway: b, price: 1, currency: EUR}], prefer: price} | routes[1].gateways: should have prices of one currency",
        "{gateways: [], prefixes: ['62', '+62']} | routes[1].prefixes[1]: should be 1-15 digits",
        "{gateways: [], countries: [Indonesia]} | routes[1].countries[0]: should be a code of ISO 3166",
        "{gateways: [], apps: ['a b']} | routes[1].apps[0]: app id should be",
        "{gateways: [], apps: [null]} | routes[1].apps[0]: is missing",
        "{gateways: [], prefer: cheapest} | routes[1].prefer: should be one of [order, weight, price, delivery, conversion]",
        "{gateways: [], resend_after: 4} | routes[1].resend_after: should be 5 to 3600 seconds",
        "{gateways: [], most_gateways: 0} | routes[1].most_gateways: should be 1 to 10",
        "{gateways: [], colour: red} | routes[1].colour: is not known",
        "{gateways: [], name: first} | routes[1].name: is that of an earlier route",
        "null | routes[1]: is missing",
      })
  void anErrorNamesTheRouteByItsIndexAndTheField(String route, String error) {
    // When / Then
    assertThatThrownBy(() -> read("[{name: first, gateways: []}, " + route + "]"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith(error);
  }

  @Test
  void anErrorDoesNotRepeatTheValue() {
    // When / Then
    assertThatThrownBy(() -> read("[{gateways: [{gateway: a, weight: hunter2}]}]"))
        .hasMessageNotContaining("hunter2");
  }

  private List<Route> read(String text) {
    return notation.routes(Objects.requireNonNull(Yaml.read(new StringReader(text))));
  }
}
