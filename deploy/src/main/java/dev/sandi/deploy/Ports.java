package dev.sandi.deploy;

import dev.sandi.local.Loopback;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ports of a local run.
 *
 * @param management where the ingress shows its metrics, if it does: the others show theirs on
 *     their own ports
 */
record Ports(
    int ingress,
    int processor,
    int dispatcher,
    int kafka,
    int postgres,
    Optional<Integer> management) {

  /** A port, who wants it, and which property says so. */
  record Wanted(int port, String by, String property) {}

  static Ports from(SettingsSource source) {
    return new Ports(
        port(source, "ingress", 8080),
        port(source, "processor", 8081),
        port(source, "dispatcher", 8082),
        port(source, "kafka", 9092),
        port(source, "postgres", 15432),
        source.text("sandi.port.management").map(set -> port(source, "management", 0)));
  }

  private static int port(SettingsSource source, String name, int otherwise) {
    return Loopback.choosePort(source.number("sandi.port." + name, otherwise, 0, 65_535));
  }

  List<Wanted> wanted() {
    var always =
        List.of(
            new Wanted(ingress, "api-ingress", "sandi.port.ingress"),
            new Wanted(processor, "otp-processor", "sandi.port.processor"),
            new Wanted(dispatcher, "callback-dispatcher", "sandi.port.dispatcher"),
            new Wanted(kafka, "Kafka", "sandi.port.kafka"),
            new Wanted(postgres, "PostgreSQL", "sandi.port.postgres"));
    var metrics =
        management.map(port -> new Wanted(port, "metrics", "sandi.port.management")).stream();
    return Stream.concat(always.stream(), metrics).toList();
  }
}
