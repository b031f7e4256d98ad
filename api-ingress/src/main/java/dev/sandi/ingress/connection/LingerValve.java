package dev.sandi.ingress.connection;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Waits, on no worker, for the rest of a body that was answered without having been read.
 *
 * <p>Tomcat would read it, and hold a worker until it comes; or close the connection at once, and
 * then the client may lose the answer to the reset that its own bytes meet. So the connection
 * lingers for a while, and is closed.
 */
final class LingerValve extends ValveBase {

  private static final Duration LINGER = Duration.ofSeconds(2);

  LingerValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    Arriving.note(request);
    getNext().invoke(request, response);
    if (request.isAsync() || request.isFinished()) {
      return;
    }
    try {
      linger(request, response);
    } catch (IOException | IllegalStateException e) {
      // The client has gone, or its body is broken.
      giveUp(request);
    }
  }

  private static void linger(Request request, Response response) throws IOException {
    if (request.getContext() == null) {
      giveUp(request);
      return;
    }
    if (!response.isCommitted()) {
      Arriving.drop(request.getRequest(), response.getResponse());
    }
    response.flushBuffer();
    if (request.isFinished()) {
      return;
    }
    AsyncContext async = request.startAsync(request.getRequest(), response.getResponse());
    async.setTimeout(LINGER.toMillis());
    Dropping dropping = new Dropping(async, request.getInputStream());
    async.addListener(dropping);
    request.getInputStream().setReadListener(dropping);
  }

  private static void giveUp(Request request) {
    request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
  }

  private record Dropping(AsyncContext async, ServletInputStream in)
      implements ReadListener, AsyncListener {

    @Override
    public void onDataAvailable() throws IOException {
      byte[] bin = new byte[2048];
      while (in.isReady() && in.read(bin) >= 0) {
        // Dropped.
      }
    }

    @Override
    public void onAllDataRead() {
      async.complete();
    }

    @Override
    public void onError(Throwable failure) {
      async.complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      async.complete();
    }

    @Override
    public void onError(AsyncEvent event) {
      // The other one has completed it.
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
