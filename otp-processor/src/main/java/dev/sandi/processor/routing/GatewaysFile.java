package dev.sandi.processor.routing;

import dev.sandi.runtime.ConfigurationException;
import dev.sandi.value.InvalidValueException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the file defines that {@code sandi.processor.gateways-file} names; read once, at start. */
@Component
class GatewaysFile {

  private static final String SETTING = "sandi.processor.gateways-file";

  private final Path path;
  private final Map<String, GatewayDefinition> gateways = new LinkedHashMap<>();
  private final List<Route> routes;

  GatewaysFile(RoutingProperties properties, Notation notation) {
    this.path = Path.of(properties.gatewaysFile());
    Content content =
        properties.gatewaysFile().isEmpty() ? new Content(null, null) : read(notation);
    try {
      for (Object written : content.gateways() == null ? List.of() : content.gateways()) {
        String field = "gateways[" + gateways.size() + "]";
        add(field, notation.read(field, written, GatewayDefinition.class));
      }
      this.routes = content.routes() == null ? List.of() : notation.routes(content.routes());
      Definitions.requireGateways(routes, known());
    } catch (InvalidValueException e) {
      throw wrong(e);
    }
  }

  /** The whole of the file. */
  record Content(@Nullable List<Object> gateways, @Nullable List<Object> routes) {}

  /**
   * Has each gateway checked by its kind.
   *
   * @throws ConfigurationException naming the gateway by its index, and the setting
   */
  void check(GatewayKinds kinds) {
    int i = 0;
    for (GatewayDefinition gateway : gateways.values()) {
      try {
        kinds.check(gateway);
      } catch (InvalidValueException e) {
        throw wrong(new InvalidValueException("gateways[" + i + "]." + e.getMessage()));
      }
      i++;
    }
  }

  /** By name, in their order. */
  Map<String, GatewayDefinition> gateways() {
    return gateways;
  }

  List<Route> routes() {
    return routes;
  }

  /** What is wrong with what it defines, as a reason not to start. */
  private ConfigurationException wrong(InvalidValueException e) {
    return new ConfigurationException("%s %s: %s".formatted(SETTING, path, e.getMessage()));
  }

  private Content read(Notation notation) {
    try (Reader text = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      Object written = Yaml.read(text);
      return notation.read("", written == null ? Map.of() : written, Content.class);
    } catch (InvalidValueException e) {
      throw wrong(e);
    } catch (IOException e) {
      throw new ConfigurationException(
          "%s %s cannot be read: %s".formatted(SETTING, path, e.getClass().getSimpleName()));
    }
  }

  private Set<String> known() {
    Set<String> known = new HashSet<>(gateways.keySet());
    known.add(GatewayDefinition.SIMULATOR);
    return known;
  }

  private void add(String field, GatewayDefinition gateway) {
    if (gateway.name().equals(GatewayDefinition.SIMULATOR)) {
      throw new InvalidValueException(field + ".name: simulator is built in");
    }
    if (gateways.put(gateway.name(), gateway) != null) {
      throw new InvalidValueException(field + ".name: is that of an earlier gateway");
    }
  }
}
