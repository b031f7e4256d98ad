package dev.sandi.ingress.trace;

import dev.sandi.ingress.problem.AnswerFailures;
import dev.sandi.trace.TraceAttributes;
import dev.sandi.trace.Tracing;
import dev.sandi.value.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Begins and ends the span of each request to the API, as OpenTelemetry's conventions for HTTP
 * servers name it; administration, console and probes have none. The path is left out, and so are
 * query and addresses: people write numbers where they do not belong.
 */
@Component
public final class RequestSpans {

  private static final String API = "/v2/";

  private static final Set<String> METHODS =
      Arrays.stream(HttpMethod.values()).map(HttpMethod::name).collect(Collectors.toSet());

  /** What the value of a variable has to look like: no part of the route's name. */
  private static final Pattern RULE = Pattern.compile(":[^}]*\\}");

  private final Tracing tracing;

  RequestSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  /** Begins the span of a request, if it has none yet. */
  public void begin(HttpServletRequest request) {
    if (tracing.isOn()
        && request.getRequestURI().startsWith(API)
        && RequestSpan.of(request).isNone()) {
      RequestSpan.begin(request, builder(request).startSpan());
    }
  }

  private SpanBuilder builder(HttpServletRequest request) {
    String header = request.getHeader("traceparent");
    String name = method(request);
    return TraceParent.read(header)
        .map(parent -> tracing.span(name, SpanKind.SERVER, parent))
        .orElseGet(() -> tracing.root(name, SpanKind.SERVER));
  }

  /** Ends the span of a request that is answered. */
  public void answered(HttpServletRequest request, HttpServletResponse response) {
    Span span = RequestSpan.of(request).span();
    if (span.isRecording()) {
      describe(span, request, response.getStatus());
      span.end();
    }
  }

  /** Ends the span of a request whose client has gone. */
  public void lost(HttpServletRequest request) {
    Span span = RequestSpan.of(request).span();
    if (span.isRecording()) {
      describe(span, request, 0);
      span.setAttribute(TraceAttributes.ERROR, "connection_lost").setStatus(StatusCode.ERROR);
      span.end();
    }
  }

  /** Anybody can make one up (semantic conventions: {@code _OTHER}). */
  private static String method(HttpServletRequest request) {
    return METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
  }

  private static void describe(Span span, HttpServletRequest request, int status) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    span.setAttribute(TraceAttributes.METHOD, method(request));
    if (pattern != null) {
      String route = RULE.matcher(pattern.toString()).replaceAll("}");
      span.updateName(method(request) + " " + route).setAttribute(TraceAttributes.ROUTE, route);
    }
    if (status != 0) {
      span.setAttribute(TraceAttributes.STATUS, (long) status);
    }
    AnswerFailures.slug(request)
        .ifPresent(slug -> span.setAttribute(TraceAttributes.OUTCOME, slug));
    if (status >= 500) {
      span.setAttribute(TraceAttributes.ERROR, String.valueOf(status)).setStatus(StatusCode.ERROR);
    }
  }
}
