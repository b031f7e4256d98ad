package dev.sandi.bench.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a link does to clients of a server that answers with what it was sent. */
class LinkTest {

  private static final int SOON_MILLIS = 400;

  private final Network network = new Network();
  private final Link link = network.link("client to echo");
  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger heard = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private ServerSocket echo;
  private int door;

  @BeforeEach
  void startServer() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
    door = link.to(echo.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket accepted = echo.accept();
        sockets.add(accepted);
        start(() -> echo(accepted));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void echo(Socket socket) {
    byte[] buffer = new byte[1 << 16];
    try (socket) {
      int n;
      while ((n = socket.getInputStream().read(buffer)) >= 0) {
        heard.addAndGet(n);
        socket.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException e) {
      // An end as well.
    }
    ended.incrementAndGet();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "echo");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void endAll() throws IOException {
    echo.close();
    network.close();
    for (Socket socket : List.copyOf(sockets)) {
      socket.close();
    }
  }

  @Test
  void aLinkThatIsWellTakesAllBytesBothWaysInTheirOrder() throws IOException {
    // Given
    Socket socket = connect();
    byte[] much = new byte[5_000_000];
    for (int i = 0; i < much.length; i++) {
      much[i] = (byte) (i * 31);
    }

    // When
    start(() -> write(socket, much));

    // Then
    socket.setSoTimeout(20_000);
    assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
    assertThat(link.isWell()).isTrue();
  }

  @Test
  void theEndOfAClientIsTheEndForItsServer() throws IOException {
    // Given
    Socket socket = connect();
    assertThat(answer(socket, "one")).isEqualTo("one");

    // When
    socket.close();

    // Then
    await().until(() -> ended.get() == 1);
  }

  @Test
  void aLinkIsWellAfterAFaultThoughAConnectionEndedInIt() throws IOException {
    // Given
    Socket socket = connect();
    assertThat(answer(socket, "one")).isEqualTo("one");

    // When
    link.begin(LinkFault.SWALLOWING_BACK);
    socket.close();
    await().until(() -> ended.get() == 1);
    link.end();

    // Then
    assertThat(link.isWell()).isTrue();
  }

  @Test
  void aServerThatIsAwayIsAConnectionThatEnds() throws IOException {
    // Given a port that nobody ever accepts on: a thread that does may take one more connection
    // between the close of its socket and its wake-up.
    try (ServerSocket gone = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      door = link.to(gone.getLocalPort());
    }

    // When
    Socket socket = connect();

    // Then
    assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void aSlowLinkDelaysEachWayAndKeepsTheOrder() throws IOException {
    // Given
    Socket socket = connect();
    answer(socket, "warm");
    link.begin(LinkFault.SLOW);

    // When
    long begun = System.nanoTime();
    for (char letter = 'a'; letter <= 'z'; letter++) {
      write(socket, new byte[] {(byte) letter});
    }

    // Then
    assertThat(read(socket, 26)).isEqualTo("abcdefghijklmnopqrstuvwxyz");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(100));
    assertThat(link.isWell()).isFalse();

    // When
    link.end();

    // Then
    assertThat(answer(socket, "quick")).isEqualTo("quick");
    assertThat(link.isWell()).isTrue();
  }

  @Test
  void whatIsSentIsSwallowedAndTheServerStaysHalfOpen() throws IOException {
    // Given
    Socket socket = connect();
    answer(socket, "one");
    link.begin(LinkFault.SWALLOWING_THERE);

    // When
    write(socket, "lost".getBytes(US_ASCII));
    assertNothingComes(socket);
    socket.close();
    link.end();

    // Then
    assertThat(heard).hasValue(3);
    assertThat(ended).hasValue(0);
    assertThat(link.isWell()).isFalse();
    assertThat(answer(connect(), "another")).isEqualTo("another");
  }

  @Test
  void nothingFollowsWhatWasSwallowed() throws IOException {
    // Given
    Socket socket = connect();
    link.begin(LinkFault.SWALLOWING_THERE);
    write(socket, "lost".getBytes(US_ASCII));
    assertNothingComes(socket);

    // When
    link.end();
    write(socket, "and this".getBytes(US_ASCII));

    // Then
    assertNothingComes(socket);
    assertThat(heard).hasValue(0);
  }

  @Test
  void aConnectionThatLostNothingOutlivesTheFault() throws IOException {
    // Given
    Socket socket = connect();
    answer(socket, "one");

    // When
    link.begin(LinkFault.SWALLOWING_BACK);
    link.end();

    // Then
    assertThat(answer(socket, "two")).isEqualTo("two");
    assertThat(link.isWell()).isTrue();
  }

  @Test
  void whatIsAnsweredIsSwallowedThoughItWasDone() throws IOException {
    // Given
    Socket socket = connect();
    link.begin(LinkFault.SWALLOWING_BACK);

    // When
    write(socket, "done".getBytes(US_ASCII));

    // Then
    assertNothingComes(socket);
    await().until(() -> heard.get() == 4);
    assertThat(socket.isClosed()).isFalse();
  }

  @Test
  void aStalledLinkKeepsEverythingForLater() throws IOException {
    // Given
    Socket before = connect();
    answer(before, "one");
    link.begin(LinkFault.STALLED);

    // When
    write(before, "two".getBytes(US_ASCII));
    Socket given = connect();
    write(given, "late".getBytes(US_ASCII));
    given.close();

    // Then
    assertNothingComes(before);
    assertThat(heard).hasValue(3);

    // When
    link.end();

    // Then
    assertThat(read(before, 3)).isEqualTo("two");
    await().until(() -> heard.get() == 10 && ended.get() == 1);
    assertThat(link.isWell()).isTrue();
  }

  @Test
  void aLinkResetsWhatIsOpenAndWhatIsOpenedNext() throws IOException {
    // Given
    Socket before = connect();
    answer(before, "one");

    // When
    link.begin(LinkFault.RESETTING);
    Socket next = connect();

    // Then
    assertThatThrownBy(() -> before.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> next.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void aConnectionIsAcceptedAndNeverServed() throws IOException {
    // Given
    Socket before = connect();
    answer(before, "one");

    // When
    link.begin(LinkFault.UNSERVED);
    Socket next = connect();
    write(next, "hello".getBytes(US_ASCII));

    // Then
    assertThatThrownBy(() -> before.getInputStream().read()).isInstanceOf(SocketException.class);
    assertNothingComes(next);
    assertThat(heard).hasValue(3);

    // When
    link.end();

    // Then
    next.setSoTimeout(5_000);
    assertThatThrownBy(() -> next.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThat(answer(connect(), "two")).isEqualTo("two");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), door);
    socket.setSoTimeout(5_000);
    sockets.add(socket);
    return socket;
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String answer(Socket socket, String question) throws IOException {
    write(socket, question.getBytes(US_ASCII));
    return read(socket, question.length());
  }

  private static String read(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), US_ASCII);
  }

  private static void assertNothingComes(Socket socket) throws IOException {
    int patience = socket.getSoTimeout();
    socket.setSoTimeout(SOON_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(patience);
  }
}
