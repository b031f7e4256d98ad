package dev.sandi.bench.callbacks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.UUID;
import java.util.function.BiConsumer;

/** A connection to a receiver: reads one request after the other. */
final class FarmConnection {

  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok".getBytes(US_ASCII);
  private static final byte[] FAILED =
      "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] LENGTH = "\ncontent-length: ".getBytes(US_ASCII);
  private static final byte[] ID = "\nwebhook-id: ".getBytes(US_ASCII);
  private static final int ID_LENGTH = 36;
  private static final int MOST = 16 * 1024;

  private final SocketChannel channel;
  private final int receiver;
  private final String from;
  private final byte[] bytes = new byte[MOST];
  private int filled;

  private FarmConnection(SocketChannel channel, int receiver, String from) {
    this.channel = channel;
    this.receiver = receiver;
    this.from = from;
  }

  static FarmConnection of(SocketChannel channel, int receiver) throws IOException {
    InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
    return new FarmConnection(channel, receiver, remote.getAddress().getHostAddress());
  }

  /** Reads what is there; the client may be gone. */
  void read(BiConsumer<FarmConnection, Request> then) {
    try {
      int read;
      while ((read = channel.read(ByteBuffer.wrap(bytes, filled, MOST - filled))) > 0) {
        filled += read;
        int end;
        while ((end = end()) > 0) {
          Request request = request(end);
          System.arraycopy(bytes, end, bytes, 0, filled - end);
          filled -= end;
          then.accept(this, request);
        }
      }
      if (read < 0) {
        channel.close();
      }
    } catch (IOException e) {
      close();
    }
  }

  /** Where the first request ends; 0 if it has not. */
  private int end() {
    int head = find(END_OF_HEAD, filled);
    if (head < 0) {
      return 0;
    }
    int end = head + END_OF_HEAD.length + length(head);
    return end <= filled ? end : 0;
  }

  private int length(int head) {
    int at = find(LENGTH, head);
    if (at < 0) {
      throw new IllegalStateException("A request has no length");
    }
    int length = 0;
    for (int i = at + LENGTH.length; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      length = 10 * length + bytes[i] - '0';
    }
    return length;
  }

  private Request request(int end) {
    int head = find(END_OF_HEAD, end);
    int id = find(ID, head) + ID.length;
    int digest = 1;
    for (int i = head + END_OF_HEAD.length; i < end; i++) {
      digest = 31 * digest + bytes[i];
    }
    return new Request(
        receiver,
        from,
        UUID.fromString(new String(bytes, id, ID_LENGTH, US_ASCII)),
        digest,
        number(),
        System.nanoTime(),
        System.currentTimeMillis());
  }

  private long number() {
    int at = 0;
    while (bytes[at] != '\r' && !(bytes[at] == 'n' && bytes[at + 1] == '=')) {
      at++;
    }
    long number = -1;
    for (int i = at + 2; bytes[at] == 'n' && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      number = 10 * Math.max(0, number) + bytes[i] - '0';
    }
    return number;
  }

  private int find(byte[] what, int before) {
    for (int i = 0;
        i <= before + END_OF_HEAD.length - what.length && i + what.length <= filled;
        i++) {
      int matched = 0;
      while (matched < what.length && lower(bytes[i + matched]) == what[matched]) {
        matched++;
      }
      if (matched == what.length) {
        return i;
      }
    }
    return -1;
  }

  /** Names of headers come in any case. */
  private static byte lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? (byte) (letter + 32) : letter;
  }

  /** False if the client is gone. */
  boolean answer(boolean ok) {
    try {
      // So few bytes always fit into the socket's buffer.
      return channel.write(ByteBuffer.wrap(ok ? OK : FAILED)) > 0;
    } catch (IOException e) {
      close();
      return false;
    }
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone.
    }
  }
}
