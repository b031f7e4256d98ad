package dev.sandi.bench.crash;

import dev.sandi.local.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The broker, on a port and a directory that it keeps. */
final class BrokerPart implements Part {

  private static final List<String> JVM = List.of("-Xms256m", "-Xmx1g");
  private static final int PATIENCE_MILLIS = 1_000;

  private final int port = Loopback.choosePort(0);
  private final Path data;
  private final Path log;
  private volatile @Nullable OsProcess process;

  BrokerPart(Path within) {
    this.data = within.resolve("kafka");
    this.log = within.resolve("broker.log");
  }

  String bootstrapServers() {
    return Loopback.HOST + ":" + port;
  }

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public Role role() {
    return Role.BROKER;
  }

  @Override
  public void start() {
    process =
        OsProcess.start(
            CrashBroker.class.getName(),
            JVM,
            List.of(data.toString(), Integer.toString(port)),
            log);
  }

  @Override
  public boolean isReady() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private OsProcess process() {
    return Objects.requireNonNull(process);
  }

  @Override
  public void kill() {
    process().kill();
  }

  @Override
  public void terminate() {
    process().terminate();
  }

  @Override
  public void freeze() {
    process().freeze();
  }

  @Override
  public void thaw() {
    process().thaw();
  }
}
