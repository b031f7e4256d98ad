package dev.sandi.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.processor.Processor;
import dev.sandi.processor.routing.Definitions.Source;
import dev.sandi.processor.routing.Route.Candidate;
import dev.sandi.testing.RequiresInfrastructure;
import dev.sandi.value.AppId;
import dev.sandi.value.InvalidValueException;
import dev.sandi.value.PhoneNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

@RequiresInfrastructure
class DefinitionsTest {

  private static final AppId APP = new AppId("shop");
  private static final PhoneNumber MSISDN = new PhoneNumber("6281234567890");

  private final Definitions definitions = Copy.withoutFile();

  @AfterEach
  void forget() {
    JdbcTemplate jdbc = Processor.shared().bean(JdbcTemplate.class);
    jdbc.update("delete from route_table");
    jdbc.update("delete from gateways");
  }

  @Test
  void withoutAnyDefinitionEverythingGoesToTheUsualGateway() {
    // When
    Configured configured = definitions.read();

    // Then
    assertThat(configured.gateways()).containsExactly(GatewayDefinition.simulator());
    assertThat(names(configured.routes().of(APP, MSISDN))).containsExactly("simulator");
  }

  @Test
  void withoutAUsualGatewayWhatNoRouteMatchesGoesNowhere() {
    // When
    Configured configured = Copy.withUsual("").read();

    // Then
    assertThat(configured.routes().of(APP, MSISDN).gateways()).isEmpty();
  }

  @Test
  void aStoredGatewayIsThereInANewVersion() {
    // Given
    long before = definitions.version();
    GatewayDefinition gateway = fake("one", Map.of("host", "h", "window", 5));

    // When
    long version = definitions.put(gateway);

    // Then
    assertThat(version).isGreaterThan(before);
    assertThat(definitions.version()).isEqualTo(version);
    assertThat(definitions.read().version()).isEqualTo(version);
    assertThat(definitions.read().gateway("one")).contains(gateway);
  }

  @Test
  void anotherCopySeesWhatWasChanged() {
    // Given
    Definitions other = Copy.withoutFile();
    long before = other.version();

    // When
    definitions.put(fake("one", Map.of("host", "h")));
    definitions.put(List.of(Route.to(List.of(new Candidate("one")))), OptionalLong.empty());

    // Then
    assertThat(other.version()).isEqualTo(before + 2);
    assertThat(names(other.read().routes().of(APP, MSISDN))).containsExactly("one");
  }

  @Test
  void settingsComeBackAsTheyWereGiven() {
    // Given
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("host", "ü ${SANDI_SECRET_X}");
    settings.put("window", null);

    // When
    definitions.put(fake("one", settings));

    // Then
    assertThat(definitions.read().gateway("one").orElseThrow().settings())
        .containsExactlyEntriesOf(settings);
  }

  @Test
  void aSecretInTheSettingsIsRefusedAndNotRepeated() {
    // When / Then
    assertThatThrownBy(
            () -> definitions.put(fake("one", Map.of("host", "h", "password", "hunter2"))))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("settings.password: should name a variable")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void whatIsRefusedChangesNoVersion() {
    // Given
    long before = definitions.version();

    // When
    assertThatThrownBy(() -> definitions.put(fake("one", Map.of())))
        .isInstanceOf(InvalidValueException.class);
    assertThat(definitions.delete("one")).isEmpty();
    assertThat(definitions.deleteRoutes()).isEmpty();

    // Then
    assertThat(definitions.version()).isEqualTo(before);
  }

  @Test
  void aStoredGatewayWinsOverTheFilesUntilItIsDeleted() {
    // Given
    Definitions copy =
        Copy.withFile("gateways: [{name: one, kind: fake, settings: {host: of-the-file}}]");
    copy.put(fake("one", Map.of("host", "stored")));
    assertThat(host(copy)).isEqualTo("stored");
    assertThat(copy.overview().sources()).containsEntry("one", Source.STORED);

    // When
    copy.delete("one");

    // Then
    assertThat(host(copy)).isEqualTo("of-the-file");
    assertThat(copy.overview().sources())
        .containsEntry("one", Source.FILE)
        .containsEntry("simulator", Source.BUILT_IN);
  }

  @Test
  void aStoredRouteTableWinsOverTheFilesUntilItIsDeleted() {
    // Given
    Definitions copy =
        Copy.withFile(
            """
            gateways: [{name: one, kind: fake, settings: {host: h}}]
            routes: [{gateways: [{gateway: one}]}]
            """);
    copy.put(List.of(Route.to(List.of(new Candidate("simulator")))), OptionalLong.empty());
    assertThat(names(copy.read().routes().of(APP, MSISDN))).containsExactly("simulator");

    // When
    copy.deleteRoutes();

    // Then
    assertThat(names(copy.read().routes().of(APP, MSISDN))).containsExactly("one");
    assertThat(copy.overview().routes()).isEqualTo(Source.FILE);
  }

  @Test
  void theSimulatorCanBeNeitherDefinedNorDeleted() {
    // When / Then
    assertThatThrownBy(() -> definitions.put(fake("simulator", Map.of("host", "h"))))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("name: simulator is built in");
    assertThatThrownBy(() -> definitions.delete("simulator"))
        .isInstanceOf(GatewayInUseException.class)
        .hasMessage("it is built in");
  }

  @Test
  void aGatewayThatARouteNamesCannotBeDeleted() {
    // Given
    definitions.put(fake("one", Map.of("host", "h")));
    definitions.put(
        List.of(Route.to(List.of()), Route.to(List.of(new Candidate("one")))),
        OptionalLong.empty());

    // When / Then
    assertThatThrownBy(() -> definitions.delete("one"))
        .isInstanceOf(GatewayInUseException.class)
        .hasMessage("routes[1] names it");
    assertThat(definitions.read().gateway("one")).isPresent();
  }

  @Test
  void aGatewayThatOnlyTheFileDefinesCannotBeDeleted() {
    // Given
    Definitions copy =
        Copy.withFile("gateways: [{name: one, kind: fake, settings: {host: of-the-file}}]");

    // When / Then
    assertThatThrownBy(() -> copy.delete("one"))
        .isInstanceOf(GatewayInUseException.class)
        .hasMessage("sandi.processor.gateways-file defines it");
  }

  @Test
  void theUsualGatewayCannotBeDeleted() {
    // Given
    Definitions copy = Copy.withUsual("one");
    copy.put(fake("one", Map.of("host", "h")));

    // When / Then
    assertThatThrownBy(() -> copy.delete("one"))
        .isInstanceOf(GatewayInUseException.class)
        .hasMessage("sandi.processor.gateway names it");
  }

  @Test
  void routesCannotNameAGatewayThatIsNotDefined() {
    // When / Then
    assertThatThrownBy(
            () ->
                definitions.put(
                    List.of(
                        Route.to(List.of(new Candidate("simulator"), new Candidate("nowhere")))),
                    OptionalLong.empty()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("routes[0].gateways[1].gateway: no gateway has this name");
  }

  @Test
  void routesThatWereMadeForAnOlderVersionAreRefused() {
    // Given
    long version = definitions.version();
    definitions.put(List.of(), OptionalLong.of(version));

    // When / Then
    assertThatThrownBy(() -> definitions.put(List.of(), OptionalLong.of(version)))
        .isInstanceOf(VersionMismatchException.class);
    assertThat(definitions.version()).isEqualTo(version + 1);
  }

  @Test
  void ofChangesAtTheSameTimeEachHasAVersionAndOnlyOneIsMadeForTheSameOne() {
    // Given
    long version = definitions.version();
    Set<Long> made = ConcurrentHashMap.newKeySet();

    // When
    List<CompletableFuture<Void>> all = new ArrayList<>();
    IntStream.range(0, 8)
        .forEach(
            i ->
                all.add(
                    CompletableFuture.runAsync(
                            () -> made.add(definitions.put(List.of(), OptionalLong.of(version))))
                        .exceptionally(failure -> null)));
    all.forEach(CompletableFuture::join);

    // Then
    assertThat(made).containsExactly(version + 1);
  }

  @Test
  void aRouteIsNeverLeftWithoutItsGatewayWhoeverComesFirst() {
    for (int i = 0; i < 10; i++) {
      // Given
      forget();
      definitions.put(fake("one", Map.of("host", "h")));

      // When
      CompletableFuture<Void> routed =
          CompletableFuture.runAsync(
                  () ->
                      definitions.put(
                          List.of(Route.to(List.of(new Candidate("one")))), OptionalLong.empty()))
              .exceptionally(failure -> null);
      CompletableFuture<Void> deleted =
          CompletableFuture.runAsync(() -> definitions.delete("one"))
              .exceptionally(failure -> null);
      CompletableFuture.allOf(routed, deleted).join();

      // Then
      Configured configured = definitions.read();
      boolean named = !configured.routes().routes().isEmpty();
      assertThat(configured.gateway("one").isPresent()).isEqualTo(named);
    }
  }

  private static String host(Definitions definitions) {
    return String.valueOf(definitions.read().gateway("one").orElseThrow().settings().get("host"));
  }

  private static List<String> names(Route route) {
    return route.gateways().stream().map(Candidate::gateway).toList();
  }

  private static GatewayDefinition fake(String name, Map<String, Object> settings) {
    return new GatewayDefinition(name, "fake", true, settings);
  }
}
