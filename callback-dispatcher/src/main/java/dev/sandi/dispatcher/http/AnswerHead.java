package dev.sandi.dispatcher.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Counts the bytes of an answer and keeps the first of them. */
final class AnswerHead {

  private static final int KEPT = 1024;
  private static final int MOST = 64 * 1024;

  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private int total;

  /** Takes the next bytes, and tells whether that is all that will be read. */
  boolean add(ByteBuf bytes) {
    int length = Math.min(bytes.readableBytes(), KEPT - head.size());
    byte[] copy = new byte[length];
    bytes.getBytes(bytes.readerIndex(), copy);
    head.write(copy, 0, length);
    total += bytes.readableBytes();
    return total >= MOST;
  }

  /** UTF-8 as far as it is, without the NUL character, which Postgres cannot store. */
  String text() {
    return head.toString(StandardCharsets.UTF_8).replace('\0', '\uFFFD');
  }
}
