package dev.sandi.processor.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Gathers the bytes of an answer, as far as they are read: 64 KiB, decoded, too. */
final class AnswerBody {

  static final int MOST = 64 * 1024;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean tooLong;

  /** Takes the next bytes, and tells whether that is all that will be read. */
  boolean add(ByteBuf part) {
    tooLong = tooLong || bytes.size() + part.readableBytes() > MOST;
    if (!tooLong) {
      byte[] copy = new byte[part.readableBytes()];
      part.getBytes(part.readerIndex(), copy);
      bytes.writeBytes(copy);
    }
    return tooLong;
  }

  /**
   * The whole body; empty if it is too long or cannot be decoded, for half of it could say
   * anything.
   *
   * @param encoding the header {@code Content-Encoding}, which was not asked for
   */
  byte[] decoded(@Nullable String encoding) {
    if (tooLong) {
      return new byte[0];
    }
    String name = encoding == null ? "identity" : encoding.strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "identity", "" -> bytes.toByteArray();
      case "gzip", "x-gzip" -> unzipped();
      default -> new byte[0];
    };
  }

  private byte[] unzipped() {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      byte[] plain = in.readNBytes(MOST + 1);
      return plain.length > MOST ? new byte[0] : plain;
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
