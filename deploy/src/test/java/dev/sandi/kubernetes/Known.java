package dev.sandi.kubernetes;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What Kubernetes and the two operators know; whatever else stands in a manifest is a fault. */
final class Known {

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1/Namespace", Namespace.class,
          "v1/Service", Service.class,
          "apps/v1/Deployment", Deployment.class,
          "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
          "networking.k8s.io/v1/Ingress", Ingress.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

  private static final List<String> CUSTOM =
      List.of("Kafka", "KafkaNodePool", "Cluster", "Database");

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(new TakesNothingElse())
          .build();

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private Known() {}

  /** What is wrong with an object, or nothing. */
  static List<String> faults(ObjectNode object) {
    var kind = object.path("kind").stringValue("");
    if (CUSTOM.contains(kind)) {
      return SCHEMAS.getSchema(schema(kind)).validate(object).stream()
          .map(Error::toString)
          .toList();
    }
    var type = KINDS.get(object.path("apiVersion").stringValue("") + "/" + kind);
    if (type == null) {
      return List.of("nobody knows " + object.path("apiVersion") + " " + kind);
    }
    try {
      STRICT.treeToValue(object, type);
      return List.of();
    } catch (JacksonException e) {
      return List.of(e.getMessage());
    }
  }

  private static JsonNode schema(String kind) {
    try (InputStream in = Known.class.getResourceAsStream("/kubernetes/" + kind + ".json")) {
      return STRICT.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The models take fields that they do not know into a map. */
  private static final class TakesNothingElse extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(MapperConfig<?> config, Annotated member) {
      return false;
    }
  }
}
