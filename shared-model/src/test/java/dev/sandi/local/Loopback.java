package dev.sandi.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The address that everything local listens on. */
public final class Loopback {

  /** Not {@code localhost}, which may mean {@code ::1} to one program and 127.0.0.1 to the next. */
  public static final String HOST = "127.0.0.1";

  private Loopback() {}

  /** The port itself, or a free one for 0. */
  public static int choosePort(int port) {
    if (port != 0) {
      return port;
    }
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new LocalFailure("No free port on " + HOST + ": " + e.getMessage() + ".", e);
    }
  }
}
