package dev.sandi.processor.routing;

import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.value.InvalidValueException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The kinds of gateway that can be defined. Asked for late: kinds may need what needs routes. */
@Component
class GatewayKinds {

  private final ObjectProvider<GatewayKind> kinds;

  GatewayKinds(ObjectProvider<GatewayKind> kinds) {
    this.kinds = kinds;
  }

  /**
   * Says what is wrong with a definition.
   *
   * @throws InvalidValueException naming {@code kind}, or {@code settings} and what its kind says
   */
  void check(GatewayDefinition gateway) {
    GatewayKind kind = kind(gateway);
    belowSettings(() -> kind.check(gateway.settings()));
  }

  /**
   * Says what this copy lacks to open a gateway that is right in itself, such as a secret.
   *
   * @throws InvalidValueException naming {@code settings}, and what is not there
   */
  void checkReferences(GatewayDefinition gateway) {
    GatewayKind kind = kind(gateway);
    belowSettings(() -> kind.checkReferences(gateway.settings()));
  }

  private GatewayKind kind(GatewayDefinition gateway) {
    return kinds.stream()
        .filter(each -> each.name().equals(gateway.kind()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "kind: should be one of "
                        + kinds.stream().map(GatewayKind::name).sorted().toList()));
  }

  private static void belowSettings(Runnable check) {
    try {
      check.run();
    } catch (InvalidValueException e) {
      throw new InvalidValueException(Rule.below("settings", String.valueOf(e.getMessage())));
    }
  }
}
