package dev.sandi.processor.smpp;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

/**
 * What stands at a moment, by the name of a gateway: the sum of all that are open under it, for
 * there are two while one takes the other's place. A name that was used once keeps its gauges,
 * which are zero then.
 */
final class SmppGauges {

  private final Map<String, List<SmppGateway>> open = new ConcurrentHashMap<>();
  private final MeterRegistry registry;

  SmppGauges(MeterRegistry registry) {
    this.registry = registry;
  }

  void add(SmppGateway gateway) {
    open.computeIfAbsent(gateway.name(), this::registered).add(gateway);
  }

  private List<SmppGateway> registered(String name) {
    List<SmppGateway> gateways = new CopyOnWriteArrayList<>();
    gauge("in-flight", name, gateways, SmppGateway::inFlight);
    gauge("binds", name, gateways, SmppGateway::bound);
    return gateways;
  }

  private void gauge(
      String meter, String name, List<SmppGateway> gateways, ToDoubleFunction<SmppGateway> value) {
    Gauge.builder(
            SmppMetrics.PREFIX + meter, gateways, all -> all.stream().mapToDouble(value).sum())
        .tag("gateway", name)
        .register(registry);
  }

  void remove(SmppGateway gateway) {
    open.getOrDefault(gateway.name(), List.of()).remove(gateway);
  }
}
