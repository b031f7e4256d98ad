package dev.sandi.processor.routing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sandi.value.InvalidValueException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A gateway as an operator has defined it.
 *
 * @param name by which routes, events and metrics speak of it: 1-32 of {@code [a-z0-9-]}, no hyphen
 *     first
 * @param kind name of its {@link dev.sandi.processor.gateway.GatewayKind}
 * @param enabled whether it may send; one that may not stays open for reports, and routes may go on
 *     naming it
 * @param settings what its kind asks for, in JSON's types; secrets are only referred to
 */
public record GatewayDefinition(
    String name, String kind, boolean enabled, Map<String, Object> settings) {

  /** The simulated handsets, which sandboxes and test numbers need: always there, never changed. */
  public static final String SIMULATOR = "simulator";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  public GatewayDefinition {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "name: should be 1-32 lower-case letters, digits and hyphens, no hyphen first");
    }
    // Not Map.copyOf: JSON has null.
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  @JsonCreator
  static GatewayDefinition of(
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("kind") @Nullable String kind,
      @JsonProperty("enabled") @Nullable Boolean enabled,
      @JsonProperty("settings") @Nullable Map<String, Object> settings) {
    return new GatewayDefinition(
        Rule.require(name, "name"),
        Rule.require(kind, "kind"),
        !Boolean.FALSE.equals(enabled),
        settings == null ? Map.of() : settings);
  }

  static GatewayDefinition simulator() {
    return new GatewayDefinition(SIMULATOR, SIMULATOR, true, Map.of());
  }
}
