package dev.sandi.testing;

import dev.sandi.local.Loopback;
import java.util.List;
import org.testcontainers.containers.GenericContainer;

/**
 * Stops a container and starts the same one again. Clients see refused connections in between, and
 * find it at the same address afterwards: Docker would otherwise publish it on another port.
 */
record ContainerSwitch(GenericContainer<?> container) {

  /** Postgres takes less; Kafka runs under a shell that does not pass the signal on. */
  private static final int SECONDS_TO_STOP = 3;

  static ContainerSwitch start(GenericContainer<?> container, int port) {
    container.setPortBindings(List.of(Loopback.choosePort(0) + ":" + port));
    container.start();
    return new ContainerSwitch(container);
  }

  void off() {
    container
        .getDockerClient()
        .stopContainerCmd(container.getContainerId())
        .withTimeout(SECONDS_TO_STOP)
        .exec();
  }

  void on() {
    container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
  }
}
