package dev.sandi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ManifestsAreKnownTest {

  private static final Path ALL = Path.of("kubernetes");

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/example"})
  void everyFieldIsOneThatKubernetesOrTheOperatorKnows(String directory) {
    // When
    var manifests = Kustomization.of(ALL.resolve(directory)).manifests();

    // Then
    assertThat(manifests)
        .hasSizeGreaterThan(15)
        .allSatisfy(manifest -> assertThat(Known.faults(manifest.node())).isEmpty());
  }

  @Test
  void everyFileIsPartOfWhatIsApplied() throws IOException {
    // Given
    var files = new TreeSet<Path>();
    try (var walk = Files.walk(ALL)) {
      walk.filter(path -> path.toString().endsWith(".yaml")).forEach(files::add);
    }

    // When
    var read = Kustomization.of(ALL.resolve("overlays/example")).files();

    // Then
    assertThat(read).containsExactlyElementsOf(files);
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, otp-processor, /spec",
    "Deployment, otp-processor, /spec/template/spec",
    "Deployment, otp-processor, /spec/template/spec/containers/0/readinessProbe/httpGet",
    "Deployment, otp-processor, /spec/template/spec/containers/0/securityContext",
    "Service, api-ingress, /spec/ports/0",
    "HorizontalPodAutoscaler, api-ingress, /spec/metrics/0/resource",
    "PodDisruptionBudget, api-ingress, /spec",
    "NetworkPolicy, sandi-callback-dispatcher, /spec/egress/0/to/0/ipBlock",
    "Ingress, sandi, /spec/rules/0/http/paths/0/backend",
    "Namespace, sandi, /metadata",
    "Kafka, sandi-kafka, /spec/kafka/listeners/0",
    "KafkaNodePool, broker, /spec/storage/volumes/0",
    "Cluster, sandi-postgres, /spec/postgresql/synchronous",
    "Database, sandi, /spec/schemas/0"
  })
  void aFieldThatNobodyKnowsIsFound(String kind, String name, String place) {
    // Given
    var manifest = Kustomization.of(ALL.resolve("overlays/example")).manifest(kind, name);

    // When
    ((ObjectNode) manifest.at(place)).put("replcias", "2");

    // Then
    assertThat(Known.faults(manifest.node())).isNotEmpty().allMatch(f -> f.contains("replcias"));
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, otp-processor, /spec, replicas",
    "Deployment, otp-processor, /spec/template/spec, terminationGracePeriodSeconds",
    "Service, api-ingress, /spec, ports",
    "Kafka, sandi-kafka, /spec/kafka/listeners/0, port",
    "KafkaNodePool, broker, /spec, roles",
    "Cluster, sandi-postgres, /spec/postgresql/synchronous, method"
  })
  void aValueOfTheWrongTypeIsFound(String kind, String name, String place, String field) {
    // Given
    var manifest = Kustomization.of(ALL.resolve("base")).manifest(kind, name);

    // When
    ((ObjectNode) manifest.at(place)).put(field, "many");

    // Then
    assertThat(Known.faults(manifest.node())).isNotEmpty();
  }
}
