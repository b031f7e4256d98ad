package dev.sandi.bench;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Sockets for the PostgreSQL driver, which connects them by itself: it calls {@link
 * #createSocket()} alone.
 */
public abstract class DriverSockets extends SocketFactory {

  @Override
  public abstract Socket createSocket();

  @Override
  public final Socket createSocket(String host, int port) {
    throw connected();
  }

  @Override
  public final Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw connected();
  }

  @Override
  public final Socket createSocket(InetAddress host, int port) {
    throw connected();
  }

  @Override
  public final Socket createSocket(
      InetAddress address, int port, InetAddress localAddress, int localPort) {
    throw connected();
  }

  private static UnsupportedOperationException connected() {
    return new UnsupportedOperationException("sockets are connected by the driver");
  }
}
