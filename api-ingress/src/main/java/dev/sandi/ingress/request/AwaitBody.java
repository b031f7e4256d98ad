package dev.sandi.ingress.request;

import dev.sandi.ingress.connection.Arriving;
import dev.sandi.ingress.problem.AnswerFailures;
import dev.sandi.ingress.problem.Arrival;
import dev.sandi.ingress.problem.Refusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Waits for a body that was not there when a controller asked for it, and has the request handled
 * from its beginning when it is. A body nearly always comes with its head, so that this is rare.
 *
 * <p>No worker is held meanwhile, whose number bounds what all clients together can do: a client
 * that sends its body byte by byte costs a connection, and that not for longer than {@link
 * Arriving#WITHIN}. Only clients whose key was right get here.
 */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class AwaitBody {

  private final AnswerFailures failures;

  AwaitBody(AnswerFailures failures) {
    this.failures = failures;
  }

  @ExceptionHandler
  void await(BodyUnderWay body, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AsyncContext async = request.startAsync();
    async.setTimeout(Arriving.WITHIN.toMillis());
    Reading reading = new Reading(body, async, request, response);
    async.addListener(reading);
    request.getInputStream().setReadListener(reading);
  }

  /** All calls come one after the other, from the container. */
  private final class Reading implements ReadListener, AsyncListener {

    private final ByteArrayOutputStream bytes;
    private final int most;
    private final AsyncContext async;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ServletInputStream in;
    private boolean over;

    Reading(
        BodyUnderWay body,
        AsyncContext async,
        HttpServletRequest request,
        HttpServletResponse response)
        throws IOException {
      this.bytes = new ByteArrayOutputStream(body.arrived().length + 256);
      this.bytes.writeBytes(body.arrived());
      this.most = body.most();
      this.async = async;
      this.request = request;
      this.response = response;
      this.in = request.getInputStream();
    }

    @Override
    public void onDataAvailable() throws IOException {
      byte[] part = new byte[2048];
      int count;
      while (!over && in.isReady() && (count = in.read(part)) >= 0) {
        bytes.write(part, 0, count);
        if (bytes.size() > most) {
          handle(Refusal.of(413));
        }
      }
    }

    @Override
    public void onAllDataRead() {
      handle(bytes.toByteArray());
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      handle(Refusal.of(408));
    }

    private void handle(Object awaited) {
      if (!over) {
        over = true;
        Arrival.restart(request);
        BodyBytes.put(request, awaited);
        async.dispatch();
      }
    }

    /** The connection is closed after this, so that no other place can answer. */
    @Override
    public void onError(Throwable failure) {
      if (!over) {
        over = true;
        try {
          failures.answer(BodyBytes.brokenOff(), request, response);
          response.flushBuffer();
        } catch (IOException e) {
          // There is nobody to tell.
        }
        async.complete();
      }
    }

    @Override
    public void onError(AsyncEvent event) {
      onError(event.getThrowable());
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
