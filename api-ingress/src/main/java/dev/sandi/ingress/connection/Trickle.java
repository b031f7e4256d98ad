package dev.sandi.ingress.connection;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** Sends what may not fit into the connection's buffer as its client takes it, on no worker. */
public final class Trickle implements WriteListener, AsyncListener {

  /** The longest that a client may take for all of it. */
  private static final Duration WITHIN = Duration.ofSeconds(30);

  private static final int PART = 8 * 1024;

  private final byte[] bytes;
  private final AsyncContext async;
  private final ServletOutputStream out;
  private int sent;

  private Trickle(byte[] bytes, AsyncContext async, ServletOutputStream out) {
    this.bytes = bytes;
    this.async = async;
    this.out = out;
  }

  /** Returns at once; the request is answered when all is sent. */
  public static void send(byte[] bytes, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentLength(bytes.length);
    ServletOutputStream out = response.getOutputStream();
    AsyncContext async = request.startAsync();
    async.setTimeout(WITHIN.toMillis());
    Trickle trickle = new Trickle(bytes, async, out);
    async.addListener(trickle);
    out.setWriteListener(trickle);
  }

  @Override
  public void onWritePossible() throws IOException {
    while (out.isReady()) {
      if (sent == bytes.length) {
        async.complete();
        return;
      }
      int part = Math.min(PART, bytes.length - sent);
      out.write(bytes, sent, part);
      sent += part;
    }
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
