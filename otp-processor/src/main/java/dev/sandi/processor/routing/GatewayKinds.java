package dev.sandi.processor.routing;

import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.value.InvalidValueException;
import java.util.List;
import java.util.Optional;
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
    Optional<GatewayKind> kind =
        kinds.stream().filter(each -> each.name().equals(gateway.kind())).findFirst();
    if (kind.isEmpty()) {
      List<String> known = kinds.stream().map(GatewayKind::name).sorted().toList();
      throw new InvalidValueException("kind: should be one of " + known);
    }
    try {
      kind.get().check(gateway.settings());
    } catch (InvalidValueException e) {
      throw new InvalidValueException(Rule.below("settings", String.valueOf(e.getMessage())));
    }
  }
}
