package dev.sandi.ingress.blocklist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a UTF-8 text of any size, each of a bounded length. */
final class Lines {

  /** A line that ends. */
  sealed interface Line {}

  /** A line without its end. */
  record Text(String text) implements Line {}

  /** A line that is none. */
  record Fault(String why) implements Line {}

  private static final int LONGEST = 4096;

  private final InputStream in;
  private final Runnable onRead;
  private final byte[] buffer = new byte[1 << 16];
  private final byte[] line = new byte[LONGEST];
  private int length;
  private int position;
  private long bytes;
  private int number;

  /**
   * @param onRead called as bytes come, however few lines they make; what it throws ends the text
   */
  Lines(InputStream in, Runnable onRead) {
    this.in = in;
    this.onRead = onRead;
  }

  /** Bytes that were read so far. */
  long bytes() {
    return bytes;
  }

  /** The number of the line that was read last, from 1. */
  int number() {
    return number;
  }

  /**
   * Reads a line. What stands before the end of the text without an end of its own is one, too.
   *
   * @return null at the end of the text
   * @throws IOException if the text ends before its end; what was read of the line is dropped
   */
  @Nullable Line next() throws IOException {
    int size = 0;
    boolean any = false;
    while (position < length || fill()) {
      any = true;
      byte b = buffer[position++];
      if (b == '\n') {
        return ended(size);
      }
      if (size < LONGEST) {
        line[size] = b;
      }
      size = Math.min(size + 1, LONGEST + 1);
    }
    return any ? ended(size) : null;
  }

  private boolean fill() throws IOException {
    position = 0;
    length = Math.max(0, in.read(buffer));
    bytes += length;
    onRead.run();
    return length > 0;
  }

  private Line ended(int size) {
    number++;
    if (size > LONGEST) {
      return new Fault("line should be at most %d bytes".formatted(LONGEST));
    }
    int end = size > 0 && line[size - 1] == '\r' ? size - 1 : size;
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, end)).toString();
      // What some spreadsheets put in front of the first line.
      return new Text(number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      return new Fault("line should be UTF-8");
    }
  }
}
