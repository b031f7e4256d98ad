package dev.sandi.processor.smpp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Opens connections to an SMSC. */
final class Connector {

  private final SmppSettings settings;

  Connector(SmppSettings settings) {
    this.settings = settings;
  }

  /**
   * A connection.
   *
   * @param plain what to close: TLS would first want to say good-bye to a peer that does not read
   */
  record Connection(Socket plain, Socket socket) {}

  /**
   * Connects, and shakes hands if there is TLS. Reads time out until {@link Socket#setSoTimeout}
   * says otherwise.
   */
  Connection connect(SmscAddress address) throws IOException {
    int timeout = Math.toIntExact(settings.pace().connectTimeout().toMillis());
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.setKeepAlive(true);
      plain.connect(new InetSocketAddress(address.host(), address.port()), timeout);
      plain.setSoTimeout(timeout);
      Tls tls = settings.tls();
      return new Connection(plain, tls == null ? plain : tls.over(plain, address));
    } catch (IOException | RuntimeException e) {
      close(plain);
      throw e;
    }
  }

  static void close(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It is of no use any more, in any case.
    }
  }
}
