package dev.sandi.local;

import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker with its own controller, as in production, in this JVM. Data survive a restart.
 */
public final class LocalKafka implements AutoCloseable {

  private final KafkaStorage storage;
  private final int port;
  private final List<AdvertisedPort> more;
  private @Nullable KafkaRaftServer server;

  private LocalKafka(Path dir, int port, BrokerSecurity security, List<AdvertisedPort> more) {
    this.storage = new KafkaStorage(dir, security);
    this.port = Loopback.choosePort(port);
    this.more = List.copyOf(more);
  }

  /**
   * Starts a broker.
   *
   * @param dir where its data are, or will be
   * @param port the broker's port, or 0 for any free one
   */
  public static LocalKafka start(Path dir, int port) {
    return start(dir, port, BrokerSecurity.NONE);
  }

  /** Starts a broker that does not let everybody in. */
  public static LocalKafka start(Path dir, int port, BrokerSecurity security) {
    return start(new LocalKafka(dir, port, security, List.of()));
  }

  /** Starts a broker that has more listeners than one. */
  public static LocalKafka start(Path dir, int port, List<AdvertisedPort> more) {
    return start(new LocalKafka(dir, port, BrokerSecurity.NONE, more));
  }

  private static LocalKafka start(LocalKafka kafka) {
    kafka.start();
    return kafka;
  }

  /** Starts the broker again after {@link #stop()}, with the same port and data. */
  public synchronized void start() {
    if (server != null) {
      return;
    }
    var properties = KafkaProperties.of(storage.format(), port, more, storage.dir());
    properties.putAll(storage.security().properties());
    if (!storage.isClean()) {
      KafkaProperties.forgetTheLastBroker(properties);
    }
    storage.setClean(false);
    var starting = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    try {
      starting.startup();
    } catch (RuntimeException e) {
      starting.shutdown();
      throw new LocalFailure(
          "Kafka did not start on port %d: %s.".formatted(port, e.getMessage()), e);
    }
    server = starting;
  }

  public synchronized void stop() {
    var stopping = server;
    server = null;
    if (stopping != null) {
      stopping.shutdown();
      stopping.awaitShutdown();
      storage.setClean(true);
    }
  }

  public int port() {
    return port;
  }

  public String bootstrapServers() {
    return Loopback.HOST + ":" + port;
  }

  @Override
  public void close() {
    stop();
  }
}
