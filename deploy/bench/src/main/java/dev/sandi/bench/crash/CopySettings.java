package dev.sandi.bench.crash;

import dev.sandi.bench.crash.Part.Role;
import dev.sandi.bench.crash.WiredLink.Peer;
import dev.sandi.bench.sending.GatewaysFile;
import dev.sandi.local.LocalPostgres;
import dev.sandi.local.Loopback;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What copies are told, as {@code property=value}: above all, where each finds what it needs. */
final class CopySettings {

  static final String ADMIN_TOKEN = "administrator-of-a-crash-run";

  private static final String SEALING_KEY = "b1:c2FuZGktdGVzdC1zZWFsaW5nLWtleS0zMi1ieXRlcyE=";
  private static final String MAC_KEY = "b1:c2FuZGktdGVzdC1jb2RlLW1hYy1rZXktMzItYnl0ZXM=";

  private final Path dir;
  private final DatabasePart database;
  private final BrokerPart broker;
  private final Wiring wiring;
  private final List<String> ofAll;

  /**
   * @param dir for files that settings name
   * @param ofAll what every copy is told besides
   */
  CopySettings(
      Path dir, DatabasePart database, BrokerPart broker, Wiring wiring, List<String> ofAll) {
    this.dir = dir;
    this.database = database;
    this.broker = broker;
    this.wiring = wiring;
    this.ofAll = List.copyOf(ofAll);
  }

  /**
   * Of a processor.
   *
   * @param smsc the port of the gateway
   */
  List<String> ofProcessor(String copy, int smsc) {
    int toGateway = wiring.way(Role.PROCESSOR, copy, Peer.GATEWAY, smsc);
    return join(
        join(common(Role.PROCESSOR, copy), List.of("sandi.keys.mac=" + MAC_KEY)),
        GatewaysFile.write(dir, Map.of("smsc", toGateway), List.of("smsc")));
  }

  /** Of a dispatcher: what a receiver misses while its link is ill must come within a run. */
  List<String> ofDispatcher(String copy) {
    return join(
        common(Role.DISPATCHER, copy),
        wiring.hasLinks()
            ? List.of("sandi.dispatcher.retry-schedule=5s,5s,10s,10s,20s,20s,20s,20s,30s,30s,30s")
            : List.of());
  }

  /** Of an ingress, which asks such copies. */
  List<String> ofIngress(String copy, ServicePart processor, ServicePart dispatcher) {
    int toProcessor = wiring.way(Role.INGRESS, copy, Peer.PROCESSOR, processor.port());
    return join(
        common(Role.INGRESS, copy),
        List.of(
            "sandi.processor-url=http://" + Loopback.HOST + ":" + toProcessor,
            "sandi.dispatcher-url=" + dispatcher.uri(""),
            "sandi.ingress.admin-token=" + ADMIN_TOKEN));
  }

  private List<String> common(Role role, String copy) {
    int toDatabase = wiring.way(role, copy, Peer.DATABASE, database.port());
    return join(
        List.of(
            "spring.profiles.active=local",
            "spring.datasource.url=" + database.jdbcUrl(toDatabase),
            "spring.datasource.password=" + LocalPostgres.PASSWORD,
            "spring.kafka.bootstrap-servers=" + kafka(role, copy),
            "sandi.keys.sealing=" + SEALING_KEY,
            "sandi.internal-token=administrator-of-nothing",
            "logging.level.root=WARN"),
        ofAll);
  }

  /** Where a copy finds the broker, which tells it to come there again. */
  private String kafka(Role role, String copy) {
    if (!wiring.hasLinks()) {
      return broker.bootstrapServers();
    }
    int listener = Loopback.choosePort(0);
    int door = wiring.way(role, copy, Peer.BROKER, listener);
    broker.listen(copy, listener, door);
    return Loopback.HOST + ":" + door;
  }

  private static List<String> join(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
