package dev.sandi.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sandi.runtime.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewaysFileTest {

  @Test
  void withoutAFileNothingIsDefined() {
    // When
    GatewaysFile file = Copy.file("");

    // Then
    assertThat(file.gateways()).isEmpty();
    assertThat(file.routes()).isEmpty();
  }

  @Test
  void aFileInYamlDefinesGatewaysAndRoutes() {
    // When
    GatewaysFile file =
        read(
            """
            gateways:
              - name: one
                kind: fake
                settings: {host: smsc.example, window: 10, password: "${SANDI_SECRET_ONE}"}
              - name: two
                kind: fake
                enabled: false
                settings: {host: other.example}
            routes:
              - countries: [NO, ID]
                prefixes: [47, "6281"]
                gateways: [{gateway: one, price: 0.0125, currency: USD}, {gateway: simulator}]
            """);

    // Then
    assertThat(file.gateways().get("one"))
        .isEqualTo(
            new GatewayDefinition(
                "one",
                "fake",
                true,
                Map.of("host", "smsc.example", "window", 10, "password", "${SANDI_SECRET_ONE}")));
    assertThat(file.gateways().get("two").enabled()).isFalse();
    assertThat(file.routes().get(0).countries()).containsExactly("NO", "ID");
    assertThat(file.routes().get(0).prefixes()).containsExactly("47", "6281");
    assertThat(file.routes().get(0).gateways().get(0).price()).isEqualByComparingTo("0.0125");
  }

  @Test
  void aFileInJsonDoesSoToo() {
    // When
    GatewaysFile file =
        read(
            """
            {"gateways": [{"name": "one", "kind": "fake", "settings": {"host": "h"}}],
             "routes": [{"gateways": [{"gateway": "one"}]}]}
            """);

    // Then
    assertThat(file.gateways()).containsOnlyKeys("one");
    assertThat(file.routes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gateways: [ | line 2: ",
        "gateways: []\\ngateways: [] | found duplicate key gateways",
        "gateway: [] | gateway: is not known; there are [gateways, routes]",
        "gateways: {one: {}} | gateways: has a value of the wrong type",
        "[] | has a value of the wrong type",
        "gateways: [{kind: fake}] | gateways[0].name: is missing",
        "gateways: [{name: A, kind: fake}] | gateways[0].name: should be 1-32 lower-case",
        "gateways: [{name: a}] | gateways[0].kind: is missing",
        "gateways: [{name: a, kind: nope}] | gateways[0].kind: should be one of [fake]",
        "gateways: [{name: simulator, kind: fake}] | gateways[0].name: simulator is built in",
        "gateways: [{name: a, kind: fake, settings: {host: h}}, {name: a, kind: fake}] | gateways[1].name: is that of an earlier gateway",
        "gateways: [{name: a, kind: fake}] | gateways[0].settings: host should be the name of a host",
        "gateways: [{name: a, kind: fake, settings: {host: h, windw: 1}}] | gateways[0].settings.windw: is no setting",
        "gateways: [{name: a, kind: fake, settings: {host: h, password: hunter2}}] | gateways[0].settings.password: should name a variable",
        "routes: [{gateways: [{gateway: a}]}] | routes[0].gateways[0].gateway: no gateway has this name",
        "routes: [{gateways: [], most_gateways: 99}] | routes[0].most_gateways: should be 1 to 10",
        "routes: [!!java.net.URL ['http://x.example']] | line 1: ",
      })
  void anErrorStopsTheStartAndNamesTheLineOrTheSetting(String content, String error) {
    // When / Then
    assertThatThrownBy(() -> read(content.replace("\\n", "\n") + "\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("sandi.processor.gateways-file ")
        .hasMessageContaining(".yaml: ")
        .hasMessageContaining(error)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aFileThatIsNotThereStopsTheStart() {
    // When / Then
    assertThatThrownBy(() -> Copy.file("/nowhere/gateways.yaml"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "sandi.processor.gateways-file /nowhere/gateways.yaml cannot be read:"
                + " NoSuchFileException");
  }

  private static GatewaysFile read(String content) {
    return Copy.file(Copy.write(content).toString());
  }
}
