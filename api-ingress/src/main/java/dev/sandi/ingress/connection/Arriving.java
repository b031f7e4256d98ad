package dev.sandi.ingress.connection;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;

/** What of a request has arrived, told and taken without waiting. */
public final class Arriving {

  /**
   * The longest that a request's head may take to arrive, and the longest that its body may. It is
   * looked at once a second.
   */
  public static final Duration WITHIN = Duration.ofSeconds(7);

  private static final int MOST_DROPPED = 64 * 1024;
  private static final String ATTRIBUTE = Arriving.class.getName();

  private Arriving() {}

  static void note(org.apache.catalina.connector.Request request) {
    request.setAttribute(ATTRIBUTE, request.getCoyoteRequest());
  }

  /**
   * Reads what has arrived of a body whose length is announced. One that comes in chunks cannot be
   * read without waiting: a chunk's head may be cut anywhere.
   *
   * @return the number of bytes read, up to {@code into.length - from}
   */
  public static int read(HttpServletRequest request, byte[] into, int from) throws IOException {
    if (!(request.getAttribute(ATTRIBUTE) instanceof Request socket)) {
      return 0;
    }
    ServletInputStream in = request.getInputStream();
    int at = from;
    // Once it is finished, what comes next belongs to the next request.
    while (at < into.length && !in.isFinished() && (in.available() > 0 || moreOn(socket))) {
      int count = in.read(into, at, into.length - at);
      if (count < 0) {
        break;
      }
      at += count;
    }
    return at - from;
  }

  /**
   * Drops what has arrived of a body that nobody will read, so that the connection can be kept; if
   * more is to come, the answer says that it will be closed. To be called before the answer.
   */
  public static void drop(HttpServletRequest request, HttpServletResponse response) {
    try {
      ServletInputStream in = request.getInputStream();
      byte[] bin = new byte[in.isFinished() || request.getContentLengthLong() < 0 ? 0 : 2048];
      int dropped = 0;
      int count;
      while (dropped < MOST_DROPPED && (count = read(request, bin, 0)) > 0) {
        dropped += count;
      }
      if (in.isFinished()) {
        return;
      }
    } catch (IOException e) {
      // The connection is as good as closed.
    }
    response.setHeader("Connection", "close");
  }

  /**
   * To be called before a long answer: its client may read nothing for some seconds without being
   * cut off.
   */
  public static void bePatient(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Request socket) {
      DeadlineProcessor connection = DeadlineProcessor.of(socket);
      if (connection != null) {
        connection.bePatient();
      }
    }
  }

  /** Unlike {@link InputStream#available()}, this looks at the socket too. */
  private static boolean moreOn(Request socket) {
    socket.action(ActionCode.AVAILABLE, true);
    return socket.getAvailable() > 0;
  }
}
