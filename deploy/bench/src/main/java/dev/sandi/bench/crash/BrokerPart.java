package dev.sandi.bench.crash;

import dev.sandi.local.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/** The broker, on a port and a directory that it keeps. */
final class BrokerPart extends JvmPart {

  private static final List<String> JVM = List.of("-Xms256m", "-Xmx1g");
  private static final int PATIENCE_MILLIS = 1_000;

  private final int port = Loopback.choosePort(0);
  private final Path data;

  BrokerPart(Path within) {
    super("broker", Role.BROKER, CrashBroker.class, JVM, within);
    this.data = within.resolve("kafka");
  }

  String bootstrapServers() {
    return Loopback.HOST + ":" + port;
  }

  @Override
  List<String> arguments() {
    return List.of(data.toString(), Integer.toString(port));
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
}
