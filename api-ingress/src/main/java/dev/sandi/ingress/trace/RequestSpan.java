package dev.sandi.ingress.trace;

import dev.sandi.trace.TraceAttributes;
import dev.sandi.trace.Tracing;
import dev.sandi.value.AppId;
import dev.sandi.value.SessionId;
import dev.sandi.value.TraceParent;
import io.opentelemetry.api.trace.Span;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The span of a request, which controllers tell what it was about; of no effect if there is none.
 */
public final class RequestSpan {

  private static final String ATTRIBUTE = RequestSpan.class.getName();
  private static final RequestSpan NONE = new RequestSpan(Span.getInvalid());

  private final Span span;

  private RequestSpan(Span span) {
    this.span = span;
  }

  public static RequestSpan of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof RequestSpan begun ? begun : NONE;
  }

  static void begin(HttpServletRequest request, Span span) {
    request.setAttribute(ATTRIBUTE, new RequestSpan(span));
  }

  boolean isNone() {
    return this == NONE;
  }

  Span span() {
    return span;
  }

  /** Where in its trace what the request leads to stands; without a span, where the client does. */
  public TraceParent trace(HttpServletRequest request) {
    return span.getSpanContext().isValid()
        ? Tracing.of(span)
        : TraceParent.orNew(request.getHeader("traceparent"));
  }

  public void isOf(AppId app) {
    if (span.isRecording()) {
      span.setAttribute(TraceAttributes.APP, app.value());
    }
  }

  public void isAbout(SessionId session) {
    if (span.isRecording()) {
      span.setAttribute(TraceAttributes.SESSION, session.toString());
    }
  }
}
