package dev.sandi.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Broker settings for a cluster of one. */
final class KafkaProperties {

  static final String CONTROLLER = "CONTROLLER";

  static final String BROKER = "BROKER";

  private KafkaProperties() {}

  static Properties of(int nodeId, int port, List<AdvertisedPort> more, Path dir) {
    var properties = new Properties();
    network(properties, nodeId, new AdvertisedPort(BROKER, port, port), more);
    topics(properties);
    size(properties);
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", String.valueOf(nodeId));
    properties.setProperty("log.dirs", dir.toAbsolutePath().toString());
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    return properties;
  }

  private static void network(
      Properties properties, int nodeId, AdvertisedPort broker, List<AdvertisedPort> more) {
    var controllerPort = Loopback.choosePort(0);
    var controller = new AdvertisedPort(CONTROLLER, controllerPort, controllerPort);
    var brokers = Stream.concat(Stream.of(broker), more.stream()).toList();
    properties.setProperty(
        "listeners",
        joined(Stream.concat(brokers.stream(), Stream.of(controller)), AdvertisedPort::listened));
    properties.setProperty(
        "advertised.listeners", joined(brokers.stream(), AdvertisedPort::advertised));
    properties.setProperty("controller.listener.names", CONTROLLER);
    properties.setProperty("inter.broker.listener.name", BROKER);
    properties.setProperty(
        "listener.security.protocol.map",
        joined(
            Stream.concat(brokers.stream(), Stream.of(controller)),
            listener -> listener.name() + ":PLAINTEXT"));
    properties.setProperty(
        "controller.quorum.voters", nodeId + "@" + Loopback.HOST + ":" + controllerPort);
  }

  private static String joined(
      Stream<AdvertisedPort> listeners, Function<AdvertisedPort, String> how) {
    return listeners.map(how).collect(Collectors.joining(","));
  }

  /**
   * For the start after a kill: the controller lets nobody take the place of the broker that it
   * remembers until that one has been silent for so long.
   */
  static void forgetTheLastBroker(Properties properties) {
    properties.setProperty("broker.session.timeout.ms", "2500");
    properties.setProperty("broker.heartbeat.interval.ms", "500");
  }

  private static void topics(Properties properties) {
    properties.setProperty("auto.create.topics.enable", "false");
    properties.setProperty("default.replication.factor", "1");
    properties.setProperty("min.insync.replicas", "1");
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("offsets.topic.num.partitions", "4");
    // After a kill the coordinator of groups (4.2.2) was once left failed until the next restart:
    // it seems to load twice, and to take the end of one load for that of the other (read from its
    // log and source, not reproduced). Only closed segments are compacted: so it has little to
    // load.
    properties.setProperty("offsets.topic.segment.bytes", String.valueOf(1 << 20));
    properties.setProperty("transaction.state.log.replication.factor", "1");
    properties.setProperty("transaction.state.log.min.isr", "1");
    properties.setProperty("transaction.state.log.num.partitions", "4");
    properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    properties.setProperty("share.coordinator.state.topic.num.partitions", "4");
  }

  private static void size(Properties properties) {
    properties.setProperty("num.network.threads", "2");
    properties.setProperty("num.io.threads", "4");
    properties.setProperty("background.threads", "2");
    properties.setProperty("num.recovery.threads.per.data.dir", "2");
    // The default, 128 MiB, is taken from the heap at once.
    properties.setProperty("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
  }
}
