package dev.sandi.processor.smpp;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The PDUs that a peer sends. */
final class PduStream {

  private static final int HEADER = 16;

  /** A message_payload has up to 64 KiB; all else together is below 1 KiB. */
  private static final int LONGEST = 66_000;

  private static final int BUFFER = 16 * 1024;

  private final DataInputStream in;

  PduStream(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
  }

  /**
   * Waits for the next one.
   *
   * @return null if the peer has ended the stream between two
   * @throws IOException if it cannot be read on: after a length that cannot be, nobody knows where
   *     the next PDU begins
   */
  @Nullable Pdu next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (length < HEADER || length > LONGEST) {
      throw new IOException("it sent a command_length of " + Integer.toUnsignedString(length));
    }
    int command = in.readInt();
    int status = in.readInt();
    int sequence = in.readInt();
    // Grows with what comes, not with what is claimed.
    byte[] body = in.readNBytes(length - HEADER);
    if (body.length < length - HEADER) {
      throw new EOFException("it closed in the middle of a PDU");
    }
    return new Pdu(command, status, sequence, body);
  }
}
