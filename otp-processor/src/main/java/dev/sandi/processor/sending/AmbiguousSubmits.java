package dev.sandi.processor.sending;

import dev.sandi.processor.gateway.GatewayStatus;
import dev.sandi.runtime.WakeableLoop.Next;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * How many submits of each gateway were perhaps taken, and perhaps not, since the tables were made.
 * All copies show the same number.
 */
@Repository
class AmbiguousSubmits {

  /**
   * Counts within a statement that has found them out, as a table {@code ambiguous} with the
   * gateway of each. In the order of names, so that nobody waits for somebody who waits for them.
   */
  static final String COUNT =
      """
      insert into ambiguous_submits as a (gateway, submits)
      select gateway, count(*) from ambiguous group by gateway order by gateway
      on conflict (gateway) do update set submits = a.submits + excluded.submits
      """;

  private static final String FIGURE = "ambiguous";

  private final JdbcTemplate jdbc;
  private final MultiGauge gauges;
  private volatile Map<String, Long> counts = Map.of();

  AmbiguousSubmits(JdbcTemplate jdbc, MeterRegistry metrics) {
    this.jdbc = jdbc;
    this.gauges =
        MultiGauge.builder("sandi.processor.submissions.ambiguous")
            .description("Submits whose answer never came, of all copies, since the first start")
            .register(metrics);
  }

  /** Reads the counts. Only its loop calls it. */
  Next read() {
    Map<String, Long> read = new HashMap<>();
    jdbc.query(
        "select gateway, submits from ambiguous_submits",
        row -> {
          read.put(row.getString("gateway"), row.getLong("submits"));
        });
    counts = Map.copyOf(read);
    gauges.register(
        read.entrySet().stream()
            .map(count -> Row.of(Tags.of("gateway", count.getKey()), count.getValue()))
            .collect(Collectors.toList()),
        true);
    return Next.WHEN_WOKEN;
  }

  /** The status of a gateway, and this beside its figures. */
  GatewayStatus addTo(String gateway, GatewayStatus status) {
    Map<String, Long> figures = new HashMap<>(status.figures());
    figures.put(FIGURE, counts.getOrDefault(gateway, 0L));
    return new GatewayStatus(status.connected(), status.detail(), Map.copyOf(figures));
  }
}
