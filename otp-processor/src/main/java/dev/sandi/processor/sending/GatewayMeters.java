package dev.sandi.processor.sending;

import dev.sandi.runtime.WakeableLoop.Next;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What there is to see of gateways of every kind: {@code sandi.processor.gateways.breaker}, 1 for
 * the state that it is in on this copy, {@code .window} and {@code .outstanding}, how many messages
 * may be under way and are, and {@code .waiting}, the messages that wait for one, of all copies.
 */
@Component
class GatewayMeters {

  private static final String NOBODY = "none";

  /** The names in the index, walked one by one; a queue is not counted to its end. */
  private static final String WAITING =
      """
      with recursive names (gateway) as (
        (select gateway from submissions order by gateway limit 1)
        union all
        select (select s.gateway from submissions s where s.gateway > n.gateway
                order by s.gateway limit 1)
        from names n where n.gateway is not null
      )
      select gateway,
             (select count(*) from (
                select from submissions s
                where s.gateway = names.gateway and s.claim_id is null limit 100000) as counted)
      from names where gateway is not null
      """;

  private final RunningGateways gateways;
  private final JdbcTemplate jdbc;
  private final MultiGauge breakers;
  private final MultiGauge windows;
  private final MultiGauge outstanding;
  private final MultiGauge waiting;

  GatewayMeters(RunningGateways gateways, JdbcTemplate jdbc, MeterRegistry metrics) {
    this.gateways = gateways;
    this.jdbc = jdbc;
    this.breakers =
        MultiGauge.builder("sandi.processor.gateways.breaker")
            .description("1 for the state that the gateway's circuit breaker is in on this copy")
            .register(metrics);
    this.windows =
        MultiGauge.builder("sandi.processor.gateways.window")
            .description("Most messages of this copy whose answers are not on record yet")
            .register(metrics);
    this.outstanding =
        MultiGauge.builder("sandi.processor.gateways.outstanding")
            .description("Messages of this copy whose answers are not on record yet")
            .register(metrics);
    this.waiting =
        MultiGauge.builder("sandi.processor.gateways.waiting")
            .description("Messages that wait for the gateway, of all copies, to 100,000")
            .register(metrics);
  }

  /** Looks at all. Only its loop calls it. */
  Next look() {
    breakers.register(
        gateways.all().stream()
            .map(
                gateway ->
                    Row.of(Tags.of("gateway", gateway.name(), "state", gateway.breaker()), 1))
            .collect(Collectors.toList()),
        true);
    windows.register(rows(RunningGateway::window), true);
    outstanding.register(rows(RunningGateway::outstanding), true);
    Map<String, Long> counts = new HashMap<>();
    gateways.all().forEach(gateway -> counts.put(gateway.name(), 0L));
    jdbc.query(
        WAITING,
        row -> {
          String name = row.getString(1);
          counts.put(name.equals(RouteMessages.NOBODY) ? NOBODY : name, row.getLong(2));
        });
    waiting.register(
        counts.entrySet().stream()
            .map(count -> Row.of(Tags.of("gateway", count.getKey()), count.getValue()))
            .collect(Collectors.toList()),
        true);
    return Next.WHEN_WOKEN;
  }

  private List<Row<?>> rows(ToIntFunction<RunningGateway> figure) {
    List<Row<?>> rows = new ArrayList<>();
    gateways
        .all()
        .forEach(
            each -> rows.add(Row.of(Tags.of("gateway", each.name()), figure.applyAsInt(each))));
    return rows;
  }
}
