package dev.sandi.ingress.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;

/** A client that does not keep to HTTP. */
public final class RawSocket implements AutoCloseable {

  private final Socket socket;

  private RawSocket(int port) {
    try {
      socket = new Socket("localhost", port);
      socket.setSoTimeout(15_000);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static RawSocket open(int port) {
    return new RawSocket(port);
  }

  /** Sends bytes as they are, and returns everything that comes back until the connection ends. */
  public static String exchange(int port, String bytes) {
    try (RawSocket socket = open(port)) {
      socket.send(bytes);
      return socket.readToEnd();
    }
  }

  /**
   * Sends bytes as they are.
   *
   * @return whether the other end still takes them
   */
  public boolean send(String bytes) {
    try {
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return true;
    } catch (SocketException e) {
      // The server may close while there is something left to send.
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String readToEnd() {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(answer);
    } catch (SocketException e) {
      // A reset is an end as well.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.toString(ISO_8859_1);
  }

  /** Reads until {@code text} has come, or the connection ends. */
  public String readUntil(String text) {
    StringBuilder answer = new StringBuilder();
    try {
      int b;
      while (answer.indexOf(text) < 0 && (b = socket.getInputStream().read()) >= 0) {
        answer.append((char) b);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
