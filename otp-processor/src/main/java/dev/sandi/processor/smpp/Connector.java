package dev.sandi.processor.smpp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Opens connections to an SMSC. */
final class Connector {

  private final SmppSettings settings;
  private volatile @Nullable Handshake handshake;

  Connector(SmppSettings settings) {
    this.settings = settings;
  }

  /**
   * A connection.
   *
   * @param plain what to close: TLS would first want to say good-bye to a peer that does not read
   */
  record Connection(Socket plain, Socket socket) {}

  private record Handshake(Socket plain, long deadline) {}

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
      return new Connection(plain, tls == null ? plain : shakeHands(tls, plain, address));
    } catch (IOException | RuntimeException e) {
      close(plain);
      throw e;
    }
  }

  private Socket shakeHands(Tls tls, Socket plain, SmscAddress address) throws IOException {
    long deadline = System.nanoTime() + settings.pace().connectTimeout().toNanos();
    handshake = new Handshake(plain, deadline);
    try {
      return tls.over(plain, address);
    } catch (IOException e) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("it does not finish the TLS handshake", e);
      }
      throw e;
    } finally {
      handshake = null;
    }
  }

  /**
   * What the clock asks for: a handshake of which an octet comes now and then never times a read
   * out.
   */
  void tick(long now) {
    Handshake current = handshake;
    if (current != null && now - current.deadline() > 0) {
      close(current.plain());
    }
  }

  /** Ends a handshake that is under way. */
  void close() {
    Handshake current = handshake;
    if (current != null) {
      close(current.plain());
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
