package dev.sandi.processor.sending;

import dev.sandi.processor.ProcessorProperties;
import dev.sandi.processor.gateway.GatewayKind;
import dev.sandi.processor.gateway.SmsGateway;
import dev.sandi.processor.report.DeliveryFigures;
import dev.sandi.processor.routing.GatewayDefinition;
import dev.sandi.runtime.Failures;
import dev.sandi.value.InvalidValueException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
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
  private final DeliveryFigures figures;
  private final MeterRegistry metrics;
  private final Clock clock;
  private volatile Runnable onRoom = () -> {};

  OpenGateway(
      List<GatewayKind> kinds,
      ProcessorProperties properties,
      DeliveryFigures figures,
      MeterRegistry metrics,
      Clock clock) {
    this.figures = figures;
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

  /** A gateway cannot be opened, for what the message says, which may be shown. */
  static final class NotOpenedException extends Exception {
    private static final long serialVersionUID = 1;

    NotOpenedException(String why) {
      super(why, null, false, false);
    }
  }

  /** One that cannot be opened, for a secret that is not there, leaves the others alone. */
  RunningGateway open(GatewayDefinition definition) throws NotOpenedException {
    GatewayKind kind = kinds.get(definition.kind());
    if (kind == null) {
      throw notOpened(definition, "this version does not know its kind");
    }
    try {
      RunningGateway opened = watched(kind.open(definition.name(), definition.settings()));
      log.info("Gateway {} ({}) is open", definition.name(), definition.kind());
      return opened;
    } catch (InvalidValueException e) {
      throw notOpened(definition, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      throw notOpened(definition, Failures.describeWithoutData(e));
    }
  }

  private static NotOpenedException notOpened(GatewayDefinition definition, String why) {
    log.error("Gateway {} cannot be opened: {}", definition.name(), why);
    return new NotOpenedException(why);
  }

  RunningGateway watched(SmsGateway gateway) {
    gateway.onRoom(this::roomGrew);
    String name = gateway.name();
    return new RunningGateway(
        new GuardedGateway(gateway, metrics),
        new Limits(properties.window(), properties.stall(), properties.answerTimeout()),
        () -> figures.hasDropped(name),
        this::roomGrew,
        clock);
  }
}
