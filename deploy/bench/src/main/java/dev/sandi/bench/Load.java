package dev.sandi.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Load on one endpoint, from one thread: the cores are the server's, not the client's. */
public final class Load implements AutoCloseable {

  /** How long answers are waited for after the last request. */
  private static final Duration GRACE = Duration.ofSeconds(6);

  /** A selector's own timeouts are whole milliseconds. */
  private static final long LONGEST_PARK = 100_000;

  private final InetSocketAddress server;
  private final Requests request;
  private final Selector selector;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private int asked;
  private long lastAnswer;

  private Load(InetSocketAddress server, Requests request) throws IOException {
    this.server = server;
    this.request = request;
    this.selector = Selector.open();
  }

  /**
   * Puts an endpoint under load for a while, and waits for the last answers. The first request is
   * due when all connections are there: that they are made in a row is no doing of the server.
   */
  static Tally run(int port, Requests request, int connections, Pace pace, Duration length) {
    return run(port, request, connections, pace, length, System::nanoTime);
  }

  /**
   * The same from a moment on.
   *
   * @param start when the first request may be due, as {@link System#nanoTime}
   */
  public static Tally run(
      int port, Requests request, int connections, Pace pace, Duration length, long start) {
    return run(port, request, connections, pace, length, () -> start);
  }

  private static Tally run(
      int port, Requests request, int connections, Pace pace, Duration length, LongSupplier start) {
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (Load load = new Load(server, request)) {
      for (int i = 0; i < connections; i++) {
        load.connect();
      }
      return load.run(pace, length.toNanos(), start.getAsLong());
    } catch (IOException e) {
      throw new BenchmarkFailure("The server on port " + port + " cannot be reached.", e);
    }
  }

  private void connect() throws IOException {
    idle.add(Connection.open(selector, server, request.length()));
  }

  private Tally run(Pace pace, long length, long start) throws IOException {
    Tally tally = new Tally();
    long requests = 0;
    long now = System.nanoTime() - start;
    while (true) {
      double due = pace.due(requests, now);
      while (due <= now && due < length && !idle.isEmpty()) {
        idle.remove().ask(request, (long) due);
        asked++;
        requests++;
        due = pace.due(requests, now);
      }
      if (due >= length && (asked == 0 || now > length + GRACE.toNanos())) {
        break;
      }
      await(idle.isEmpty() || due >= length ? Long.MAX_VALUE : (long) due - now);
      now = System.nanoTime() - start;
      read(tally, now);
    }
    tally.ended(asked, Duration.ofNanos(lastAnswer));
    return tally;
  }

  private void await(long nanos) throws IOException {
    if (nanos > 2_000_000) {
      selector.select(Math.min(nanos / 1_000_000 - 1, 100));
    } else {
      LockSupport.parkNanos(Math.min(nanos, LONGEST_PARK));
      selector.selectNow();
    }
  }

  private void read(Tally tally, long now) throws IOException {
    for (var keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
      Connection connection = (Connection) keys.next().attachment();
      keys.remove();
      settle(connection, connection.asked(), state(connection), tally, now);
    }
  }

  private static Connection.State state(Connection connection) {
    try {
      return connection.read();
    } catch (IOException e) {
      return Connection.State.ENDED;
    }
  }

  private void settle(
      Connection connection, boolean wasAsked, Connection.State state, Tally tally, long now)
      throws IOException {
    if (state == Connection.State.WAITING) {
      return;
    }
    if (wasAsked) {
      asked--;
    }
    if (state == Connection.State.ENDED) {
      if (wasAsked) {
        tally.broken();
      }
    } else {
      tally.answered(connection.status(), now - connection.due());
      lastAnswer = now;
    }
    if (state == Connection.State.ANSWERED) {
      idle.add(connection);
    } else {
      idle.remove(connection);
      connection.close();
      connect();
    }
  }

  @Override
  public void close() throws IOException {
    for (var key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
