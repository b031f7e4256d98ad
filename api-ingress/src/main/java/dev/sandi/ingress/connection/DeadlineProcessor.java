package dev.sandi.ingress.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.Request;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers 408 when a request's head is not complete in time, and holds no worker for a client that
 * sends one request after the other and reads no answers.
 *
 * <p>Tomcat reads heads without holding a worker, but its timeout starts anew with each byte: a
 * client that sends one every few seconds would keep its connection for hours. Requests that have
 * arrived together are answered by one worker, which waits for each answer to be taken.
 */
final class DeadlineProcessor extends Http11Processor {

  private static final Logger log = LoggerFactory.getLogger(DeadlineProcessor.class);

  /**
   * How long an answer may wait for its client to read. A single one never does: it fits into the
   * connection ({@link ConnectionConfiguration}), unless there are others that were not read.
   */
  private static final Duration UNREAD_WITHIN = Duration.ofMillis(500);

  /** For a client that may be given more than the connection holds. */
  private static final Duration PATIENT_WITHIN = Duration.ofSeconds(5);

  /** Requests that are answered without the connection having waited for another. */
  private static final int MOST_AT_ONCE = 100;

  /** After which a worker answers no more than the request it has. */
  private static final Duration TURN = Duration.ofSeconds(1);

  private static final int NOTE = 17;

  private final AbstractHttp11Protocol<?> http;

  /** The connection whose head is under way: a processor goes from one connection to another. */
  private @Nullable SocketWrapperBase<?> waiting;

  private long since;

  private int atOnce;
  private long turnSince;

  DeadlineProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
    super(protocol, adapter);
    this.http = protocol;
    request.setNote(NOTE, this);
  }

  /** That which has the connection of a request. */
  static @Nullable DeadlineProcessor of(Request request) {
    return request.getNote(NOTE) instanceof DeadlineProcessor its ? its : null;
  }

  /**
   * Counts a request that begins.
   *
   * @return whether it is the last that is answered on its connection
   */
  boolean isLast() {
    atOnce++;
    boolean overdue = atOnce > 1 && System.nanoTime() - turnSince > TURN.toNanos();
    return atOnce >= MOST_AT_ONCE || overdue;
  }

  /** Lets the client of the request under way take its time between two parts of the answer. */
  void bePatient() {
    SocketWrapperBase<?> socket = getSocketWrapper();
    if (socket != null) {
      socket.setWriteTimeout(PATIENT_WITHIN.toMillis());
    }
  }

  @Override
  public SocketState process(SocketWrapperBase<?> socket, SocketEvent event) throws IOException {
    boolean underWay = waiting == socket;
    if (underWay && (leftMillis() <= 0 || timedOut(socket, event))) {
      waiting = null;
      return tooLate();
    }
    if (!underWay && !isAsync()) {
      atOnce = 0;
    }
    turnSince = System.nanoTime();
    socket.setWriteTimeout(UNREAD_WITHIN.toMillis());
    socket.setReadTimeout(http.getConnectionTimeout());
    SocketState state = super.process(socket, event);
    waiting = null;
    if (state == SocketState.LONG && isAsync()) {
      // If a body is awaited, its own deadline comes first.
      socket.setReadTimeout(2 * Arriving.WITHIN.toMillis());
    } else if (state == SocketState.LONG) {
      if (!underWay) {
        since = System.nanoTime();
      }
      waiting = socket;
      socket.setReadTimeout(Math.max(1, Math.min(leftMillis(), socket.getReadTimeout())));
    }
    return state;
  }

  private long leftMillis() {
    return Arriving.WITHIN.toMillis() - (System.nanoTime() - since) / 1_000_000;
  }

  private static boolean timedOut(SocketWrapperBase<?> socket, SocketEvent event) {
    return event == SocketEvent.ERROR && socket.getError() instanceof SocketTimeoutException;
  }

  /** As Tomcat itself answers a head that it cannot read. */
  private SocketState tooLate() {
    response.setStatus(408);
    setErrorState(ErrorState.CLOSE_CLEAN, null);
    try {
      getAdapter().service(request, response);
      action(ActionCode.CLOSE, null);
    } catch (Exception e) {
      // There may be nobody to tell.
      log.debug("A late request was not answered", e);
    }
    return SocketState.CLOSED;
  }
}
