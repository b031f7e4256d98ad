package dev.sandi.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** Finds the end of an HTTP/1.1 answer, and its status, in what has come so far. */
final class Answer {

  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(US_ASCII);
  private static final byte[] CHUNKED = "\r\ntransfer-encoding: chunked".getBytes(US_ASCII);
  private static final byte[] CLOSE = "\r\nconnection: close".getBytes(US_ASCII);
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(US_ASCII);

  private Answer() {}

  /** Whether the bytes from 0 to the buffer's position are a whole answer. */
  static boolean isWhole(ByteBuffer in) {
    int head = find(in, END_OF_HEAD, 0, in.position());
    if (head < 0) {
      return false;
    }
    int body = head + END_OF_HEAD.length;
    int length = find(in, LENGTH, 0, head);
    if (length >= 0) {
      return in.position() >= body + number(in, length + LENGTH.length);
    }
    if (find(in, CHUNKED, 0, head) >= 0) {
      int last = in.position() - LAST_CHUNK.length;
      return last >= head + 2 && find(in, LAST_CHUNK, last, in.position()) == last;
    }
    throw new BenchmarkFailure("The server answers without a length.");
  }

  static int status(ByteBuffer in) {
    return number(in, "HTTP/1.1 ".length());
  }

  /** Whether the server closes the connection after this answer. */
  static boolean closes(ByteBuffer in) {
    return find(in, CLOSE, 0, find(in, END_OF_HEAD, 0, in.position()) + 2) >= 0;
  }

  private static int number(ByteBuffer in, int from) {
    int number = 0;
    for (int i = from; in.get(i) != '\r'; i++) {
      byte b = in.get(i);
      if (b >= '0' && b <= '9') {
        number = number * 10 + b - '0';
      } else if (number > 0) {
        break;
      }
    }
    return number;
  }

  private static int find(ByteBuffer in, byte[] what, int from, int to) {
    for (int i = from; i <= to - what.length; i++) {
      int j = 0;
      while (j < what.length && lower(in.get(i + j)) == what[j]) {
        j++;
      }
      if (j == what.length) {
        return i;
      }
    }
    return -1;
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }
}
