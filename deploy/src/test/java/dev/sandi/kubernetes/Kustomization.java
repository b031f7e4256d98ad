package dev.sandi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code kubectl kustomize} makes of a directory, as far as it is used here: resources,
 * literals of config maps, patches of maps and whole lists, names of images. What is not understood
 * is an error.
 */
final class Kustomization {

  private static final Set<String> FIELDS =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "resources",
          "configMapGenerator",
          "images",
          "patches");

  private final List<ObjectNode> objects = new ArrayList<>();
  private final Map<String, Map<String, String>> settings = new TreeMap<>();
  private final Set<Path> files = new TreeSet<>();

  private Kustomization() {}

  static Kustomization of(Path directory) {
    var made = new Kustomization();
    made.read(directory.normalize());
    return made;
  }

  /** Everything that would be applied, but for the config maps that are generated. */
  List<Manifest> manifests() {
    return objects.stream().map(Manifest::new).toList();
  }

  /** Manifests of one kind. */
  List<Manifest> manifests(String kind) {
    return manifests().stream().filter(manifest -> manifest.kind().equals(kind)).toList();
  }

  /** The one of a kind and name. */
  Manifest manifest(String kind, String name) {
    var found = manifests(kind).stream().filter(manifest -> manifest.name().equals(name)).toList();
    assertThat(found).as("%s %s", kind, name).hasSize(1);
    return found.get(0);
  }

  /** The literals of a config map that is generated. */
  Map<String, String> settings(String configMap) {
    assertThat(settings).containsKey(configMap);
    return settings.get(configMap);
  }

  /** Every file that was read. */
  Set<Path> files() {
    return files;
  }

  private void read(Path directory) {
    var file = directory.resolve("kustomization.yaml");
    files.add(file);
    ObjectNode node = Yaml.document(file);
    assertThat(node.propertyNames()).as("fields of %s", file).isSubsetOf(FIELDS);
    assertThat(node.path("apiVersion").stringValue()).isEqualTo("kustomize.config.k8s.io/v1beta1");
    assertThat(node.path("kind").stringValue()).isEqualTo("Kustomization");
    node.path("resources").forEach(name -> add(directory.resolve(name.stringValue()).normalize()));
    node.path("configMapGenerator").forEach(this::generate);
    node.path("patches").forEach(patch -> patch(directory, patch));
    node.path("images").forEach(this::rename);
  }

  private void add(Path resource) {
    if (resource.toFile().isDirectory()) {
      read(resource);
    } else {
      files.add(resource);
      objects.addAll(Yaml.documents(resource));
    }
  }

  private void generate(JsonNode generator) {
    assertThat(generator.propertyNames()).isSubsetOf("name", "behavior", "literals");
    var name = generator.path("name").stringValue();
    assertThat(generator.path("behavior").stringValue("create"))
        .isEqualTo(settings.containsKey(name) ? "merge" : "create");
    var map = settings.computeIfAbsent(name, any -> new TreeMap<>());
    for (JsonNode literal : generator.path("literals")) {
      var parts = literal.stringValue().split("=", 2);
      assertThat(parts).hasSize(2);
      map.put(parts[0], parts[1]);
    }
  }

  private void patch(Path directory, JsonNode patch) {
    assertThat(patch.propertyNames()).containsExactly("path");
    var file = directory.resolve(patch.path("path").stringValue());
    files.add(file);
    for (ObjectNode change : Yaml.documents(file)) {
      var name = new Manifest(change).toString();
      var target =
          objects.stream().filter(object -> new Manifest(object).toString().equals(name)).toList();
      assertThat(target).as("what %s changes: %s", file, name).hasSize(1);
      merge(target.get(0), change);
    }
  }

  private static void merge(ObjectNode target, ObjectNode change) {
    change.forEachEntry(
        (field, value) -> {
          if (value instanceof ObjectNode inner && target.get(field) instanceof ObjectNode old) {
            merge(old, inner);
          } else {
            target.set(field, value);
          }
        });
  }

  private void rename(JsonNode image) {
    assertThat(image.propertyNames()).isSubsetOf("name", "newName", "newTag");
    var name = image.path("name").stringValue();
    var found = 0;
    for (ObjectNode object : objects) {
      for (JsonNode container : new Manifest(object).containers()) {
        var parts = container.path("image").stringValue().split(":", 2);
        if (parts[0].equals(name)) {
          found++;
          ((ObjectNode) container)
              .set(
                  "image",
                  JsonNodeFactory.instance.stringNode(
                      image.path("newName").stringValue(name)
                          + ":"
                          + image.path("newTag").stringValue(parts[1])));
        }
      }
    }
    assertThat(found).as("containers of the image %s", name).isPositive();
  }
}
