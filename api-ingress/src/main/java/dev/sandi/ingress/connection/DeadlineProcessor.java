package dev.sandi.ingress.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers 408 when a request's head is not complete in time.
 *
 * <p>Tomcat reads heads without holding a worker, but its timeout starts anew with each byte: a
 * client that sends one every few seconds would keep its connection for hours.
 */
final class DeadlineProcessor extends Http11Processor {

  private static final Logger log = LoggerFactory.getLogger(DeadlineProcessor.class);

  private final AbstractHttp11Protocol<?> http;

  /** The connection whose head is under way: a processor goes from one connection to another. */
  private @Nullable SocketWrapperBase<?> waiting;

  private long since;

  DeadlineProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
    super(protocol, adapter);
    this.http = protocol;
  }

  @Override
  public SocketState process(SocketWrapperBase<?> socket, SocketEvent event) throws IOException {
    boolean underWay = waiting == socket;
    if (underWay && (leftMillis() <= 0 || timedOut(socket, event))) {
      waiting = null;
      return tooLate();
    }
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
