package dev.sandi.dispatcher.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Looks at the kernel's table of TCP sockets again and again for those that lead to a port,
 * wherever it is: the port is one that a listener on every local address has, and takes no
 * connection on.
 */
public final class KernelSockets implements AutoCloseable {

  private static final List<Path> TABLES =
      Stream.of("/proc/self/net/tcp", "/proc/self/net/tcp6").map(Path::of).toList();

  private final ServerSocket listener;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::watch, "kernel-sockets");
  private volatile boolean open = true;

  private KernelSockets(ServerSocket listener) {
    this.listener = listener;
  }

  /** Listens on all addresses of both families. */
  public static KernelSockets watchAll() throws IOException {
    KernelSockets sockets = new KernelSockets(new ServerSocket(0, 512));
    sockets.thread.setDaemon(true);
    sockets.thread.start();
    return sockets;
  }

  private void watch() {
    while (open) {
      look();
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** A line is {@code sl local_address rem_address st …}, addresses and ports in hex. */
  private void look() {
    String port = String.format(Locale.ROOT, ":%04X", port());
    for (Path table : TABLES) {
      try (Stream<String> lines = Files.lines(table)) {
        lines
            .map(line -> line.trim().split("\\s+"))
            .filter(row -> row.length > 3 && row[2].endsWith(port))
            .forEach(row -> seen.add(row[2]));
      } catch (IOException e) {
        // Not Linux: whoever asks has other witnesses.
      }
    }
  }

  /** Remote addresses, in the kernel's hex, that anything on this machine connected to. */
  public Set<String> seen() {
    look();
    return Set.copyOf(seen);
  }

  /** How many connections the listener was given. */
  public int accepted() {
    int count = 0;
    try {
      listener.setSoTimeout(100);
      while (true) {
        listener.accept().close();
        count++;
      }
    } catch (SocketTimeoutException e) {
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    open = false;
    listener.close();
    thread.interrupt();
  }
}
