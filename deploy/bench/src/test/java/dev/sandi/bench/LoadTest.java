package dev.sandi.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static final byte[] ANSWER =
      "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);

  @Test
  void nothingIsDueBeforeAllConnectionsAreThere() throws Exception {
    // Given: whoever comes while two wait to be accepted is let in a second later
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread accepting = new Thread(() -> acceptLate(server));
      accepting.start();
      AtomicLong begin = new AtomicLong(-1);

      // When
      Tally tally =
          Load.run(
              server.getLocalPort(),
              new OneRequest(),
              4,
              (i, now) -> {
                begin.compareAndSet(-1, now);
                return i * 1e9;
              },
              Duration.ofMillis(100));

      // Then
      assertThat(tally.count(200)).isOne();
      assertThat(Duration.ofNanos(begin.get())).isLessThan(Duration.ofMillis(200));
    }
  }

  private static void acceptLate(ServerSocket server) {
    try {
      TimeUnit.MILLISECONDS.sleep(300);
      while (true) {
        Socket socket = server.accept();
        Thread answering = new Thread(() -> answer(socket));
        answering.setDaemon(true);
        answering.start();
      }
    } catch (IOException | InterruptedException e) {
      // It is over.
    }
  }

  private static void answer(Socket connection) {
    try (connection) {
      while (connection.getInputStream().read(new byte[1024]) > 0) {
        connection.getOutputStream().write(ANSWER);
      }
    } catch (IOException e) {
      // It is over.
    }
  }

  private static final class OneRequest implements Requests {

    private static final byte[] TEXT =
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);

    @Override
    public int length() {
      return TEXT.length;
    }

    @Override
    public void next(ByteBuffer buffer) {
      buffer.clear().put(TEXT).flip();
    }
  }
}
