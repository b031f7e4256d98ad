package dev.sandi.processor.sending;

import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.runtime.Failures;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes a gateway of its definition, and watches over it. */
@Component
class OpenGateway {

  private static final Logger log = LoggerFactory.getLogger(OpenGateway.class);

  private final Map<String, GatewayKind> kinds;
  private final ProcessorProperties properties;
  private final MeterRegistry metrics;
  private final Clock clock;
  private volatile Runnable onRoom = () -> {};

  OpenGateway(
      List<GatewayKind> kinds, ProcessorProperties properties, MeterRegistry metrics, Clock clock) {
    this.kinds = kinds.stream().collect(Collectors.toMap(GatewayKind::name, Function.identity()));
    this.properties = properties;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Sets whom to tell that a gateway has room. */
  void onRoom(Runnable listener) {
    this.onRoom = listener;
  }

  void roomGrew() {
    onRoom.run();
  }

  /** One that cannot be opened, for a secret that is not there, leaves the others alone. */
  Optional<RunningGateway> open(GatewayDefinition definition) {
    GatewayKind kind = kinds.get(definition.kind());
    if (kind == null) {
      log.error("Gateway {} is of a kind that this version does not know", definition.name());
      return Optional.empty();
    }
    try {
      RunningGateway opened = watched(kind.open(definition.name(), definition.settings()));
      log.info("Gateway {} ({}) is open", definition.name(), definition.kind());
      return Optional.of(opened);
    } catch (RuntimeException e) {
      log.error("Gateway {} cannot be opened: {}", definition.name(), Failures.describe(e));
      return Optional.empty();
    }
  }

  RunningGateway watched(SmsGateway gateway) {
    gateway.onRoom(this::roomGrew);
    return new RunningGateway(
        new GuardedGateway(gateway, metrics),
        properties.window(),
        properties.stall(),
        properties.answerTimeout(),
        clock);
  }
}
