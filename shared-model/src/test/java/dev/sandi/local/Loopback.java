package dev.sandi.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The address that everything local listens on. */
public final class Loopback {

  /** Not {@code localhost}, which may mean {@code ::1} to one program and 127.0.0.1 to the next. */
  public static final String HOST = "127.0.0.1";

  /**
   * Below the ports that the system gives to outgoing connections: one of those could be taken
   * between our choice and its use.
   */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;
  private static final int TRIES = 1_000;

  private static final Set<Integer> CHOSEN = ConcurrentHashMap.newKeySet();

  private Loopback() {}

  /** The port itself, or a free one for 0: never the same twice in this JVM. */
  public static int choosePort(int port) {
    if (port != 0) {
      return port;
    }
    for (int i = 0; i < TRIES; i++) {
      int candidate = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (CHOSEN.add(candidate) && isFree(candidate)) {
        return candidate;
      }
    }
    throw new LocalFailure("No free port between %d and %d.".formatted(FIRST, LAST));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
