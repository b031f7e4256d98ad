package dev.sandi.processor.routing;

import dev.sandi.value.InvalidValueException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What administrators have defined, in the processor's own tables. */
@Repository
class StoredDefinitions {

  private static final Logger log = LoggerFactory.getLogger(StoredDefinitions.class);

  private static final String VERSION = "select version from routing_version";

  private static final String CHANGE =
      "update routing_version set version = version + 1 returning version";

  /** One statement, so that it is all of one moment. */
  private static final String READ =
      """
      select version,
             (select coalesce(json_agg(json_build_object(
                'name', name, 'kind', kind, 'enabled', enabled, 'settings', settings)
                order by name), '[]')
              from gateways) as gateways,
             (select routes from route_table) as routes
      from routing_version
      """;

  private static final String PUT_GATEWAY =
      """
      insert into gateways (name, kind, enabled, settings) values (?, ?, ?, ?::json)
      on conflict (name) do update
        set kind = excluded.kind, enabled = excluded.enabled, settings = excluded.settings
      """;

  private static final String PUT_ROUTES =
      """
      insert into route_table (routes) values (?::json)
      on conflict (only_row) do update set routes = excluded.routes
      """;

  private final JdbcTemplate jdbc;
  private final Notation notation;

  StoredDefinitions(JdbcTemplate jdbc, Notation notation) {
    this.jdbc = jdbc;
    this.notation = notation;
  }

  /**
   * What is stored.
   *
   * @param routes absent while administrators have set none
   */
  record Stored(long version, List<GatewayDefinition> gateways, @Nullable List<Route> routes) {}

  long version() {
    return Objects.requireNonNull(jdbc.queryForObject(VERSION, Long.class));
  }

  /** Begins a change: until the caller's transaction ends, nobody else changes anything. */
  long change() {
    return Objects.requireNonNull(jdbc.queryForObject(CHANGE, Long.class));
  }

  Stored read() {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            READ,
            (row, n) ->
                new Stored(
                    row.getLong("version"),
                    gateways(row.getString("gateways")),
                    routes(row.getString("routes")))));
  }

  void put(GatewayDefinition gateway) {
    jdbc.update(
        PUT_GATEWAY,
        gateway.name(),
        gateway.kind(),
        gateway.enabled(),
        notation.text(gateway.settings()));
  }

  boolean delete(String gateway) {
    return jdbc.update("delete from gateways where name = ?", gateway) > 0;
  }

  void put(List<Route> routes) {
    jdbc.update(PUT_ROUTES, notation.text(routes));
  }

  boolean deleteRoutes() {
    return jdbc.update("delete from route_table") > 0;
  }

  private List<GatewayDefinition> gateways(String text) {
    return notation.list(text).stream().flatMap(written -> gateway(written).stream()).toList();
  }

  /** One that another version has written must not take the others with it. */
  private Optional<GatewayDefinition> gateway(Object written) {
    try {
      return Optional.of(notation.read("", written, GatewayDefinition.class));
    } catch (InvalidValueException e) {
      Object name = written instanceof Map<?, ?> fields ? fields.get("name") : null;
      log.error("Gateway {} cannot be read, and is left out: {}", name, e.getMessage());
      return Optional.empty();
    }
  }

  private @Nullable List<Route> routes(@Nullable String text) {
    return text == null ? null : notation.routes(notation.list(text));
  }
}
