package dev.sandi.dispatcher.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does what no server should. */
public final class RawServer implements AutoCloseable {

  /** What it does with a connection; it reads nothing. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  /** What it does with a connection, once it has heard. */
  @FunctionalInterface
  public interface Conversation {
    void hold(InputStream in, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Conversation behaviour;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger connections = new AtomicInteger();

  private RawServer(ServerSocket socket, Conversation behaviour) {
    this.socket = socket;
    this.behaviour = behaviour;
  }

  public static RawServer start(Behaviour behaviour) {
    return converse((in, out) -> behaviour.answer(out));
  }

  public static RawServer converse(Conversation behaviour) {
    try {
      RawServer server =
          new RawServer(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), behaviour);
      server.threads.execute(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes connections and never answers. */
  public static RawServer blackHole() {
    return start(out -> Thread.currentThread().join());
  }

  /** Reads a request whose body is {@code {}}; false at the end of the connection. */
  public static boolean readRequest(InputStream in) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf("\r\n\r\n{}") < 0) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      read.append((char) next);
    }
    return true;
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      threads.shutdownNow();
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      behaviour.hold(connection.getInputStream(), connection.getOutputStream());
    } catch (IOException e) {
      // The client hung up, as it should.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public int connections() {
    return connections.get();
  }

  public int port() {
    return socket.getLocalPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
