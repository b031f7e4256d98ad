package dev.sandi.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection that is kept alive, with one request at a time. */
final class Connection implements AutoCloseable {

  private static final int LONGEST_ANSWER = 16 * 1024;

  /** What reading led to. */
  enum State {
    WAITING,
    ANSWERED,
    /** Answered, and the server closes the connection. */
    ANSWERED_LAST,
    ENDED
  }

  private final SocketChannel channel;
  private final ByteBuffer out;
  private final ByteBuffer in = ByteBuffer.allocateDirect(LONGEST_ANSWER);
  private boolean asked;
  private long due;

  private Connection(SocketChannel channel, int longestRequest) {
    this.channel = channel;
    this.out = ByteBuffer.allocateDirect(longestRequest);
  }

  static Connection open(Selector selector, InetSocketAddress server, int longestRequest)
      throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Connection connection = new Connection(channel, longestRequest);
    channel.register(selector, SelectionKey.OP_READ, connection);
    return connection;
  }

  void ask(Requests request, long whenDue) throws IOException {
    request.next(out);
    due = whenDue;
    asked = true;
    in.clear();
    while (out.hasRemaining()) {
      // A request is shorter than any socket's buffer, and the last one is answered.
      channel.write(out);
    }
  }

  State read() throws IOException {
    if (channel.read(in) < 0 || !asked) {
      return State.ENDED;
    }
    if (!Answer.isWhole(in)) {
      return State.WAITING;
    }
    asked = false;
    return Answer.closes(in) ? State.ANSWERED_LAST : State.ANSWERED;
  }

  int status() {
    return Answer.status(in);
  }

  /** Whether an answer is outstanding. */
  boolean asked() {
    return asked;
  }

  /** When the request should have gone. */
  long due() {
    return due;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
