package dev.sandi.ingress.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A way to a server that can freeze: connections stay open, and nothing comes through. */
public final class FreezingProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** Held by each piece of data on its way, and by the frost. */
  private final Semaphore flow = new Semaphore(Integer.MAX_VALUE);

  public FreezingProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("accept", this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public void freeze() {
    flow.acquireUninterruptibly(Integer.MAX_VALUE);
  }

  public void thaw() {
    flow.release(Integer.MAX_VALUE);
  }

  private void accept() {
    try {
      while (true) {
        connect(listener.accept());
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void connect(Socket client) throws IOException {
    sockets.add(client);
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(server);
      start("up", () -> pump(client, server));
      start("down", () -> pump(server, client));
    } catch (IOException away) {
      client.close();
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        flow.acquireUninterruptibly();
        try {
          out.write(buffer, 0, n);
        } finally {
          flow.release();
        }
      }
    } catch (IOException closed) {
      // One side has ended, and so does the other.
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, "proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
