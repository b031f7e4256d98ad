package dev.sandi.kubernetes;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ManifestsFitEachOtherTest {

  private static final Kustomization EXAMPLE =
      Kustomization.of(Path.of("kubernetes/overlays/example"));

  @Test
  void everySelectorFindsPods() {
    // When
    var selectors =
        EXAMPLE.manifests().stream()
            .flatMap(
                manifest ->
                    Stream.of(
                        manifest.strings("/spec/selector/matchLabels"),
                        manifest.kind().equals("Service")
                            ? manifest.strings("/spec/selector")
                            : Map.<String, String>of(),
                        manifest.strings("/spec/podSelector/matchLabels"),
                        manifest.strings(
                            "/spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels"),
                        manifest.strings(
                            "/spec/template/spec/topologySpreadConstraints/1/labelSelector/matchLabels")))
            .filter(labels -> !labels.isEmpty())
            .toList();
    var peers =
        EXAMPLE.manifests().stream()
            .flatMap(manifest -> manifest.node().findValues("podSelector").stream())
            .map(ManifestsFitEachOtherTest::labels)
            .filter(labels -> !labels.containsValue("cloudnative-pg"))
            .toList();

    // Then
    assertThat(selectors).hasSizeGreaterThan(15);
    assertThat(peers).hasSizeGreaterThan(10);
    assertThat(Stream.concat(selectors.stream(), peers.stream()))
        .allSatisfy(
            labels ->
                assertThat(pods()).anyMatch(pod -> pod.entrySet().containsAll(labels.entrySet())));
  }

  @ParameterizedTest
  @CsvSource({"api-ingress", "otp-processor", "callback-dispatcher"})
  void aServiceIsOneDeploymentsAlone(String name) {
    // Given
    var selector = EXAMPLE.manifest("Service", name).strings("/spec/selector");

    // When
    var found =
        EXAMPLE.manifests("Deployment").stream()
            .filter(
                deployment -> deployment.podLabels().entrySet().containsAll(selector.entrySet()))
            .map(Manifest::name)
            .toList();

    // Then
    assertThat(found).containsExactly(name);
    assertThat(EXAMPLE.manifest("Deployment", name).strings("/spec/selector/matchLabels"))
        .isEqualTo(selector);
    assertThat(EXAMPLE.manifest("PodDisruptionBudget", name).strings("/spec/selector/matchLabels"))
        .isEqualTo(selector);
  }

  @ParameterizedTest
  @CsvSource({"api-ingress", "otp-processor", "callback-dispatcher"})
  void thereAreAlwaysTwoCopies(String name) {
    // When
    var scaler =
        EXAMPLE.manifests("HorizontalPodAutoscaler").stream()
            .filter(s -> s.at("/spec/scaleTargetRef/name").stringValue().equals(name))
            .findFirst();
    var replicas = EXAMPLE.manifest("Deployment", name).at("/spec/replicas");

    // Then
    if (scaler.isPresent()) {
      assertThat(scaler.get().at("/spec/minReplicas").intValue()).isGreaterThanOrEqualTo(2);
      assertThat(replicas.isMissingNode()).as("the scaler has the say").isTrue();
    } else {
      assertThat(replicas.intValue()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void onlyTheIngressGetsToTheInternalServices() {
    for (var internal : List.of("otp-processor", "callback-dispatcher")) {
      // When
      var policy = EXAMPLE.manifest("NetworkPolicy", "sandi-" + internal);

      // Then
      assertThat(policy.at("/spec/ingress")).hasSize(1);
      assertThat(policy.at("/spec/ingress/0/from")).hasSize(1);
      assertThat(labels(policy.at("/spec/ingress/0/from/0/podSelector")))
          .isEqualTo(Map.of("app.kubernetes.io/name", "api-ingress"));
      assertThat(policy.at("/spec/ingress/0/ports/0/port").intValue())
          .isEqualTo(EXAMPLE.manifest("Service", internal).at("/spec/ports/0/port").intValue());
    }
    assertThat(EXAMPLE.manifest("NetworkPolicy", "sandi-nothing-else").at("/spec").propertyNames())
        .containsExactlyInAnyOrder("podSelector", "policyTypes");
  }

  @Test
  void callbacksLeaveForPublicAddressesOnly() {
    // When
    var blocks =
        EXAMPLE
            .manifest("NetworkPolicy", "sandi-callback-dispatcher")
            .at("/spec/egress/0/to")
            .valueStream()
            .map(to -> to.path("ipBlock"))
            .collect(
                toMap(
                    block -> block.path("cidr").stringValue(),
                    block ->
                        block.path("except").valueStream().map(JsonNode::stringValue).toList()));

    // Then
    assertThat(blocks).containsOnlyKeys("0.0.0.0/0", "::/0");
    assertThat(blocks.get("0.0.0.0/0"))
        .contains(
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16");
    assertThat(blocks.get("::/0")).contains("fc00::/7", "fe80::/10");
  }

  @Test
  void theWorldIsNotLedToTheAdministration() {
    // When
    var paths =
        EXAMPLE.manifest("Ingress", "sandi").node().findValues("path").stream()
            .map(JsonNode::stringValue)
            .toList();

    // Then
    assertThat(paths).isNotEmpty().allMatch(path -> path.startsWith("/v2"));
    assertThat(EXAMPLE.manifests("Service"))
        .allMatch(service -> service.at("/spec/type").stringValue().equals("ClusterIP"));
  }

  @Test
  void servicesAreToldWhereTheOthersAre() {
    // Given
    var settings = EXAMPLE.settings("sandi-settings");
    var postgres = EXAMPLE.manifests("Cluster").get(0);
    var kafka = EXAMPLE.manifests("Kafka").get(0);

    // When
    var database = URI.create(settings.get("SANDI_DB_URL").substring("jdbc:".length()));
    var addresses =
        EXAMPLE
            .manifest("Deployment", "api-ingress")
            .container()
            .path("env")
            .valueStream()
            .map(variable -> variable.path("value").stringValue(""))
            .filter(value -> value.startsWith("http"))
            .collect(toSet());

    // Then
    assertThat(database.getHost()).isEqualTo(postgres.name() + "-rw");
    assertThat(database.getPath())
        .isEqualTo("/" + postgres.at("/spec/bootstrap/initdb/database").stringValue());
    assertThat(settings.get("SANDI_KAFKA_BOOTSTRAP"))
        .isEqualTo(
            kafka.name()
                + "-kafka-bootstrap:"
                + kafka.at("/spec/kafka/listeners/0/port").intValue());
    assertThat(addresses)
        .isEqualTo(
            Stream.of("otp-processor", "callback-dispatcher")
                .map(name -> EXAMPLE.manifest("Service", name))
                .map(s -> "http://" + s.name() + ":" + s.at("/spec/ports/0/port").intValue())
                .collect(toSet()));
  }

  @ParameterizedTest
  @CsvSource({
    "api-ingress, ingress",
    "otp-processor, processor",
    "callback-dispatcher, dispatcher"
  })
  void eachServiceHasTheRoleAndTheSchemaThatItExpects(String module, String schema) {
    // Given
    var configuration = Yaml.document(Path.of("..", module, "src/main/resources", module + ".yml"));
    var role =
        ServicesOnKubernetesTest.only(
            configuration.at("/spring/datasource/username").stringValue(), "SANDI_DB_USER:(\\w+)}");

    // When
    var roles = EXAMPLE.manifests("Cluster").get(0).at("/spec/managed/roles").valueStream();
    var schemas = EXAMPLE.manifests("Database").get(0).at("/spec/schemas").valueStream();

    // Then
    assertThat(configuration.at("/spring/flyway/schemas").stringValue()).isEqualTo(schema);
    assertThat(schemas)
        .anySatisfy(
            made -> {
              assertThat(made.path("name").stringValue()).isEqualTo(schema);
              assertThat(made.path("owner").stringValue()).isEqualTo(role);
            });
    assertThat(roles)
        .anySatisfy(
            made -> {
              assertThat(made.path("name").stringValue()).isEqualTo(role);
              assertThat(made.path("login").booleanValue()).isTrue();
              assertThat(made.at("/passwordSecret/name").stringValue())
                  .isEqualTo("sandi-db-" + schema);
            });
    assertThat(EXAMPLE.manifest("Deployment", module).node().findValues("secretKeyRef"))
        .anyMatch(secret -> secret.path("name").stringValue().equals("sandi-db-" + schema));
  }

  @Test
  void threeBrokersHaveWhatTwoMustHave() {
    // When
    var broker = EXAMPLE.manifest("KafkaNodePool", "broker");
    var config = EXAMPLE.manifests("Kafka").get(0).at("/spec/kafka/config");

    // Then
    assertThat(EXAMPLE.settings("sandi-settings")).containsEntry("SANDI_REPLICAS", "3");
    assertThat(broker.at("/spec/replicas").intValue()).isGreaterThanOrEqualTo(3);
    assertThat(config.path("min.insync.replicas").intValue()).isEqualTo(2);
    assertThat(config.path("default.replication.factor").intValue()).isEqualTo(3);
    assertThat(config.path("auto.create.topics.enable").booleanValue()).isFalse();
    assertThat(EXAMPLE.manifests("KafkaNodePool"))
        .allMatch(
            pool ->
                pool.strings("/metadata/labels")
                    .containsValue(EXAMPLE.manifests("Kafka").get(0).name()));
  }

  @Test
  void theDatabaseHasRoomForAllConnectionsWhileServicesRoll() {
    // Given
    var shared = Yaml.text(Path.of("../shared-model/src/main/resources/sandi.yml"));
    var ingress = Yaml.text(Path.of("../api-ingress/src/main/resources/api-ingress.yml"));
    var pool = number(shared, "SANDI_DB_POOL");
    var ofRequests = number(ingress, "SANDI_REQUEST_CONNECTIONS");

    // When
    var most =
        EXAMPLE.manifests("Deployment").stream()
            .mapToInt(
                d ->
                    (most(d.name()) + 1)
                        * (d.name().equals("api-ingress") ? pool + ofRequests : pool))
            .sum();

    // Then
    var room = EXAMPLE.manifests("Cluster").get(0).strings("/spec/postgresql/parameters");
    assertThat(Integer.parseInt(room.get("max_connections"))).isGreaterThan(most + 20);
  }

  private static int number(String configuration, String setting) {
    return Integer.parseInt(
        ServicesOnKubernetesTest.only(configuration, "\\$\\{" + setting + ":(\\d+)}"));
  }

  private static int most(String deployment) {
    return EXAMPLE.manifests("HorizontalPodAutoscaler").stream()
        .filter(s -> s.at("/spec/scaleTargetRef/name").stringValue().equals(deployment))
        .mapToInt(s -> s.at("/spec/maxReplicas").intValue())
        .findFirst()
        .orElseGet(
            () -> EXAMPLE.manifest("Deployment", deployment).at("/spec/replicas").intValue());
  }

  /** Labels of the pods that there are, of those that operators make as well. */
  private static Set<Map<String, String>> pods() {
    return Stream.of(
            EXAMPLE.manifests("Deployment").stream().map(Manifest::podLabels),
            EXAMPLE.manifests("KafkaNodePool").stream()
                .map(
                    pool ->
                        Map.of(
                            "strimzi.io/cluster",
                            pool.strings("/metadata/labels").get("strimzi.io/cluster"),
                            "strimzi.io/pool-name",
                            pool.name())),
            EXAMPLE.manifests("Cluster").stream()
                .map(cluster -> Map.of("cnpg.io/cluster", cluster.name())))
        .flatMap(labels -> labels)
        .collect(toSet());
  }

  private static Map<String, String> labels(JsonNode selector) {
    assertThat(selector.propertyNames()).containsExactly("matchLabels");
    return selector
        .path("matchLabels")
        .propertyStream()
        .collect(toMap(Map.Entry::getKey, label -> label.getValue().stringValue()));
  }
}
