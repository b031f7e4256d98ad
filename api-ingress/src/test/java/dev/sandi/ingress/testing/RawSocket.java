package dev.sandi.ingress.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;

/** A client that does not keep to HTTP. */
public final class RawSocket {

  private RawSocket() {}

  /** Sends bytes as they are, and returns everything that comes back until the connection ends. */
  public static String exchange(int port, String bytes) {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(8_000);
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        socket.getInputStream().transferTo(answer);
      } catch (SocketException e) {
        // The server may close while there is something left to send.
      }
      return answer.toString(ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
