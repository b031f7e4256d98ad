package dev.sandi.processor.sending;

import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.runtime.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Chooses the gateway of a session. */
@Component
class Gateways {

  /** Sandboxes and test numbers never reach a real gateway, whatever is configured. */
  private static final String SIMULATOR = "simulator";

  private final SmsGateway simulator;
  private final SmsGateway live;

  Gateways(List<SmsGateway> gateways, ProcessorProperties properties) {
    Map<String, SmsGateway> byName =
        gateways.stream().collect(Collectors.toMap(SmsGateway::name, Function.identity()));
    this.simulator = find(byName, SIMULATOR);
    this.live = find(byName, properties.gateway());
  }

  SmsGateway of(boolean simulated) {
    return simulated ? simulator : live;
  }

  private static SmsGateway find(Map<String, SmsGateway> byName, String name) {
    SmsGateway gateway = byName.get(name);
    if (gateway == null) {
      throw new ConfigurationException(
          "sandi.processor.gateway names no gateway: give one of %s by SANDI_GATEWAY"
              .formatted(new TreeSet<>(byName.keySet())));
    }
    return gateway;
  }
}
