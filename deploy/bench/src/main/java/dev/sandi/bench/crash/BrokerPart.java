package dev.sandi.bench.crash;

import dev.sandi.local.AdvertisedPort;
import dev.sandi.local.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The broker, on ports and a directory that it keeps. */
final class BrokerPart extends JvmPart {

  private static final List<String> JVM = List.of("-Xms256m", "-Xmx1g");
  private static final int PATIENCE_MILLIS = 1_000;

  private final int port = Loopback.choosePort(0);
  private final List<AdvertisedPort> listeners = new ArrayList<>();
  private final Path data;

  BrokerPart(Path within) {
    super("broker", Role.BROKER, CrashBroker.class, JVM, within);
    this.data = within.resolve("kafka");
  }

  String bootstrapServers() {
    return Loopback.HOST + ":" + port;
  }

  Path data() {
    return data;
  }

  /** Has it listen for one copy more, which comes by a proxy; before it is started. */
  void listen(String copy, int at, int advertisedPort) {
    String name = copy.toUpperCase(Locale.ROOT).replace('-', '_');
    listeners.add(new AdvertisedPort(name, at, advertisedPort));
  }

  @Override
  List<String> arguments() {
    return CrashBroker.arguments(data, port, listeners);
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
