package dev.sandi.ingress.app;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396): what is named is replaced, {@code null} takes it away. */
final class MergePatch {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private MergePatch() {}

  /** What the settings become; a setting that is taken away has its default. */
  static ObjectNode of(AppSettings settings, ObjectNode patch) {
    return merge((ObjectNode) JSON.valueToTree(settings), patch);
  }

  private static ObjectNode merge(ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      String name = change.getKey();
      if (change.getValue().isNull()) {
        target.remove(name);
      } else if (change.getValue() instanceof ObjectNode inner) {
        ObjectNode into =
            target.get(name) instanceof ObjectNode there ? there : target.objectNode();
        target.set(name, merge(into, inner));
      } else {
        target.set(name, change.getValue());
      }
    }
    return target;
  }
}
