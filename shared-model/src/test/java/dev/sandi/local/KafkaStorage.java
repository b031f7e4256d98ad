package dev.sandi.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The broker's log directory, formatted once. */
record KafkaStorage(Path dir, BrokerSecurity security) {

  /** Brokers of one JVM share its MBean names, which carry the node id. */
  private static final AtomicInteger NODE_IDS = new AtomicInteger(1);

  private static final String SUPPORTED_FORMAT = "1";

  /** Is there while a broker runs, and stays when it is killed. */
  private static final String IN_USE = "in-use";

  /**
   * Formats the directory unless that was done before.
   *
   * @return the id of the node that the directory belongs to
   */
  int format() {
    var meta = dir.resolve("meta.properties");
    try {
      if (!Files.exists(meta)) {
        formatAs(NODE_IDS.getAndIncrement());
      }
      return nodeId(meta);
    } catch (LocalFailure e) {
      throw e;
    } catch (Exception e) {
      throw new LocalFailure("Kafka cannot use %s: %s.".formatted(dir, e.getMessage()), e);
    }
  }

  /** Whether no broker has been here, or the last one has said goodbye to its controller. */
  boolean isClean() {
    return !Files.exists(dir.resolve(IN_USE));
  }

  void setClean(boolean clean) {
    try {
      if (clean) {
        Files.deleteIfExists(dir.resolve(IN_USE));
      } else if (isClean()) {
        Files.createFile(dir.resolve(IN_USE));
      }
    } catch (IOException e) {
      throw new LocalFailure("Kafka cannot use %s: %s.".formatted(dir, e.getMessage()), e);
    }
  }

  private int nodeId(Path meta) throws IOException {
    var properties = new Properties();
    try (var in = Files.newInputStream(meta)) {
      properties.load(in);
    }
    var nodeId = properties.getProperty("node.id");
    if (nodeId == null || !SUPPORTED_FORMAT.equals(properties.getProperty("version"))) {
      throw new LocalFailure(
          "The Kafka data in %s are of another version: -Dsandi.fresh=true starts empty."
              .formatted(dir));
    }
    return Integer.parseInt(nodeId);
  }

  private void formatAs(int nodeId) throws Exception {
    Files.createDirectories(dir);
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(nodeId)
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setControllerListenerName(KafkaProperties.CONTROLLER)
        .setMetadataLogDirectory(dir.toString())
        .addDirectory(dir.toString())
        .setScramArguments(security.scramArguments())
        .run();
  }
}
