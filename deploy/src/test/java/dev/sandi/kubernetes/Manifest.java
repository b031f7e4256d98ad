package dev.sandi.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One object that would be applied. */
record Manifest(ObjectNode node) {

  String kind() {
    return node.path("kind").stringValue();
  }

  String name() {
    return at("/metadata/name").stringValue();
  }

  /** What is at a JSON pointer; a missing node if there is nothing. */
  JsonNode at(String pointer) {
    return node.at(pointer);
  }

  JsonNode container() {
    return at("/spec/template/spec/containers/0");
  }

  List<JsonNode> containers() {
    return at("/spec/template/spec/containers").valueStream().toList();
  }

  /** Labels of the pods that a deployment makes. */
  Map<String, String> podLabels() {
    return strings("/spec/template/metadata/labels");
  }

  /** A map of texts. */
  Map<String, String> strings(String pointer) {
    var map = new TreeMap<String, String>();
    at(pointer).forEachEntry((key, value) -> map.put(key, value.stringValue()));
    return map;
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }
}
