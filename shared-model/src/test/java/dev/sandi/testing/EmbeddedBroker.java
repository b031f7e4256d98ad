package dev.sandi.testing;

import dev.sandi.local.LocalKafka;
import java.nio.file.Path;

/** The broker of this JVM. */
final class EmbeddedBroker implements Broker, AutoCloseable {

  private final LocalKafka kafka;

  EmbeddedBroker(Path dir) {
    this.kafka = LocalKafka.start(dir, 0);
  }

  @Override
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public void stop() {
    kafka.stop();
  }

  @Override
  public void start() {
    kafka.start();
  }

  @Override
  public void close() {
    kafka.close();
  }
}
