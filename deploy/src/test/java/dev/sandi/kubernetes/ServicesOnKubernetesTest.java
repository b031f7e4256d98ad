package dev.sandi.kubernetes;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the manifests tell the services, against what these read, serve and are built as. */
class ServicesOnKubernetesTest {

  private static final Kustomization EXAMPLE =
      Kustomization.of(Path.of("kubernetes/overlays/example"));
  private static final Kustomization BASE = Kustomization.of(Path.of("kubernetes/base"));
  private static final String README = Yaml.text(Path.of("../README.md"));
  private static final String INSTRUCTIONS = Yaml.text(Path.of("kubernetes/README.md"));

  enum Service {
    INGRESS("api-ingress"),
    PROCESSOR("otp-processor"),
    DISPATCHER("callback-dispatcher");

    private final String module;

    Service(String module) {
      this.module = module;
    }

    /** As the README's table of settings calls it. */
    String inWords() {
      return name().toLowerCase(Locale.ROOT);
    }

    Manifest deployment(Kustomization kustomization) {
      return kustomization.manifest("Deployment", module);
    }

    JsonNode container() {
      return deployment(EXAMPLE).container();
    }

    String configuration() {
      return Yaml.text(Path.of("..", module, "src/main/resources", module + ".yml"));
    }

    String port() {
      return only(configuration(), "\\$\\{SANDI_PORT:(\\d+)}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySettingStandsInTheReadme(Service service) {
    // When
    var names = settings(service);

    // Then
    assertThat(names).contains("SANDI_DB_URL", "SANDI_PORT");
    assertThat(names).allSatisfy(name -> assertThat(README).contains("`" + name + "`"));
  }

  @ParameterizedTest
  @EnumSource
  void everySettingThatIsRequiredIsThere(Service service) {
    // Given
    var required =
        Pattern.compile("(?m)^\\| `(SANDI_[A-Z_]+)` \\| ([a-z, ]+) \\| required").matcher(README);

    // When
    var needed =
        required
            .results()
            .filter(row -> row.group(2).equals("all") || row.group(2).contains(service.inWords()))
            .map(row -> row.group(1))
            .toList();

    // Then
    assertThat(needed).hasSizeGreaterThanOrEqualTo(3);
    assertThat(settings(service)).containsAll(needed);
  }

  @ParameterizedTest
  @EnumSource
  void everySecretAndKeyIsInTheInstructionsOrMade(Service service) {
    // When
    var references =
        Stream.concat(
                service
                    .container()
                    .path("env")
                    .valueStream()
                    .map(e -> e.at("/valueFrom/secretKeyRef")),
                service
                    .deployment(EXAMPLE)
                    .at("/spec/template/spec/volumes")
                    .valueStream()
                    .flatMap(
                        volume ->
                            volume
                                .at("/secret/items")
                                .valueStream()
                                .map(item -> keyOf(volume, item))))
            .filter(JsonNode::isObject)
            .toList();

    // Then
    assertThat(references).hasSizeGreaterThanOrEqualTo(4);
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(documentedKeys(text(reference, "name")))
                    .contains(text(reference, "key")));
    assertThat(service.container().path("envFrom").valueStream())
        .allSatisfy(
            source -> {
              if (source.has("configMapRef")) {
                assertThat(EXAMPLE.settings(source.at("/configMapRef/name").stringValue()))
                    .isNotEmpty();
              } else {
                assertThat(INSTRUCTIONS)
                    .contains("| `" + source.at("/secretRef/name").stringValue() + "` |");
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void probesAskWhatTheServiceServes(Service service) {
    // Given
    var container = service.container();
    var shared = Yaml.document(Path.of("../shared-model/src/main/resources/sandi.yml"));

    // When
    var startup = container.at("/startupProbe/httpGet");
    var liveness = container.at("/livenessProbe/httpGet");
    var readiness = container.at("/readinessProbe/httpGet");

    // Then
    assertThat(shared.at("/management/endpoint/health/probes/enabled").booleanValue()).isTrue();
    assertThat(text(startup, "path")).isEqualTo("/actuator/health/liveness");
    assertThat(text(liveness, "path")).isEqualTo("/actuator/health/liveness");
    assertThat(text(readiness, "path")).isEqualTo("/actuator/health/readiness");
    assertThat(List.of(startup, liveness, readiness)).allMatch(p -> text(p, "port").equals("http"));
    assertThat(container.at("/ports/0/name").stringValue()).isEqualTo("http");
    assertThat(container.at("/ports/0/containerPort").intValue()).hasToString(service.port());
    assertThat(value(container, "SANDI_PORT")).isEqualTo(service.port());
    assertThat(EXAMPLE.manifest("Service", service.module).at("/spec/ports/0/port").intValue())
        .hasToString(service.port());
  }

  @ParameterizedTest
  @EnumSource
  void aStartMayWaitForTheDatabaseAsLongAsTheServiceDoes(Service service) {
    // Given
    var shared = Yaml.document(Path.of("../shared-model/src/main/resources/sandi.yml"));
    var retries = shared.at("/spring/flyway/connect-retries").intValue();

    // When
    var probe = service.container().path("startupProbe");
    var patience =
        probe.path("periodSeconds").intValue() * probe.path("failureThreshold").intValue();

    // Then
    assertThat(shared.at("/spring/flyway/connect-retries-interval").stringValue()).isEqualTo("1s");
    assertThat(patience).isGreaterThan(retries + 30);
  }

  @ParameterizedTest
  @EnumSource
  void aStopMayTakeAsLongAsItsPhases(Service service) {
    // Given
    var shared = Yaml.text(Path.of("../shared-model/src/main/resources/sandi.yml"));
    var phase = Integer.parseInt(only(shared, "timeout-per-shutdown-phase: (\\d+)s"));

    // When
    var grace =
        service
            .deployment(EXAMPLE)
            .at("/spec/template/spec/terminationGracePeriodSeconds")
            .intValue();
    var sleep = service.container().at("/lifecycle/preStop/exec/command/1").stringValue();

    // Then
    assertThat(grace).isGreaterThanOrEqualTo(Integer.parseInt(sleep) + 8 * phase);
  }

  @ParameterizedTest
  @EnumSource
  void imagesAreThoseThatAreBuilt(Service service) {
    // Given
    var dockerfile = Yaml.text(Path.of("Dockerfile"));
    var compose = Yaml.document(Path.of("compose.yaml"));

    // When
    var image = service.deployment(BASE).container().path("image").stringValue();

    // Then
    assertThat(dockerfile).contains("${SERVICE}/target/${SERVICE}-*-exec.jar");
    assertThat(image).startsWith("sandi/" + service.module + ":");
    assertThat(image)
        .isEqualTo(compose.path("services").path(service.module).path("image").stringValue());
    assertThat(
            service.deployment(BASE).at("/spec/template/spec/securityContext/runAsUser").intValue())
        .hasToString(only(dockerfile, "--uid (\\d+)"));
  }

  @ParameterizedTest
  @EnumSource
  void podsCanDoNoMoreThanTheyNeed(Service service) {
    // When
    var pod = service.deployment(EXAMPLE).at("/spec/template/spec");
    var container = service.container();

    // Then
    assertThat(pod.path("automountServiceAccountToken").booleanValue()).isFalse();
    assertThat(pod.at("/securityContext/runAsNonRoot").booleanValue()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").stringValue())
        .isEqualTo("RuntimeDefault");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").booleanValue()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").booleanValue()).isFalse();
    assertThat(container.at("/securityContext/capabilities/drop/0").stringValue()).isEqualTo("ALL");
    assertThat(container.at("/resources/limits/memory").stringValue())
        .isEqualTo(container.at("/resources/requests/memory").stringValue());
    assertThat(mounts(pod, container)).contains("/tmp on emptyDir");
  }

  private static List<String> mounts(JsonNode pod, JsonNode container) {
    var volumes = pod.path("volumes");
    return container
        .path("volumeMounts")
        .valueStream()
        .map(
            mount ->
                volumes
                    .valueStream()
                    .filter(volume -> text(volume, "name").equals(text(mount, "name")))
                    .map(
                        volume ->
                            text(mount, "mountPath")
                                + " on "
                                + (volume.has("emptyDir") ? "emptyDir" : "something else"))
                    .findFirst()
                    .orElseThrow())
        .toList();
  }

  /** Names of all variables of a service, but for the secrets of gateways. */
  private static Set<String> settings(Service service) {
    var names = new TreeSet<String>();
    service.container().path("env").forEach(variable -> names.add(text(variable, "name")));
    service
        .container()
        .path("envFrom")
        .forEach(
            source -> {
              if (source.has("configMapRef")) {
                names.addAll(
                    EXAMPLE.settings(source.at("/configMapRef/name").stringValue()).keySet());
              }
            });
    return names;
  }

  private static JsonNode keyOf(JsonNode volume, JsonNode item) {
    return item.deepCopy() instanceof ObjectNode copy
        ? copy.put("name", volume.at("/secret/secretName").stringValue())
        : item;
  }

  /** The keys of a secret, as the table of the instructions has them. */
  private static Set<String> documentedKeys(String secret) {
    return INSTRUCTIONS
        .lines()
        .filter(line -> line.startsWith("| `sandi-"))
        .map(line -> line.split("\\|", -1))
        .filter(cells -> cells[1].contains("`" + secret + "`"))
        .flatMap(cells -> Pattern.compile("`([^`]+)`").matcher(cells[2]).results())
        .map(key -> key.group(1))
        .collect(toSet());
  }

  private static String value(JsonNode container, String variable) {
    return container
        .path("env")
        .valueStream()
        .filter(candidate -> text(candidate, "name").equals(variable))
        .map(candidate -> text(candidate, "value"))
        .findFirst()
        .orElseThrow();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).stringValue();
  }

  static String only(String text, String pattern) {
    List<MatchResult> found = Pattern.compile(pattern).matcher(text).results().toList();
    assertThat(found).as(pattern).hasSize(1);
    return found.get(0).group(1);
  }
}
