package dev.sandi.ingress.answer;

import dev.sandi.ingress.problem.AnswerFailures;
import dev.sandi.ingress.trace.RequestSpans;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers what controllers leave to be answered.
 *
 * <p>Outside of all other filters and of Spring: from here on nobody but the thread that completes
 * the future touches the response. That thread only fills the response's buffer; the worker that
 * Tomcat then takes writes to the socket, so that a client that does not read holds up nobody.
 */
final class LateAnswers implements Filter {

  private final DirectRoutes routes;
  private final AnswerFailures failures;
  private final JsonMapper json;
  private final RequestTimes times;
  private final RequestSpans spans;
  private final Duration timeout;

  /**
   * @param timeout the longest that an answer may be waited for, if the use case itself does not
   *     give up before
   */
  LateAnswers(
      DirectRoutes routes,
      AnswerFailures failures,
      JsonMapper json,
      RequestTimes times,
      RequestSpans spans,
      Duration timeout) {
    this.routes = routes;
    this.failures = failures;
    this.json = json;
    this.times = times;
    this.spans = spans;
    this.timeout = timeout;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse answered = (HttpServletResponse) response;
    spans.begin(http);
    CompletableFuture<ResponseEntity<?>> answer;
    DirectRoute route = routes.of(http);
    if (route == null) {
      chain.doFilter(request, response);
      answer = AnswerLater.take(http);
    } else {
      answer = routes.follow(route, http, answered);
    }
    if (answer != null) {
      answer(answer, http, answered);
    } else if (!http.isAsyncStarted()) {
      answered(http, answered);
    }
  }

  private void answer(
      CompletableFuture<ResponseEntity<?>> answer,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (answer.isDone()) {
      var unused = answer.handle((entity, failure) -> new LateAnswer.Outcome(entity, failure));
      write(unused.join(), request, response);
      return;
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(timeout.toMillis());
    LateAnswer late = new LateAnswer(this, async, request, response);
    async.addListener(late);
    var unused = answer.whenComplete(late::complete);
  }

  /** Fills the response. */
  void write(LateAnswer.Outcome outcome, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    fill(outcome, request, response);
    answered(request, response);
  }

  private void answered(HttpServletRequest request, HttpServletResponse response) {
    times.answered(request, response);
    spans.answered(request, response);
  }

  /** There is nobody to answer any more. */
  void lost(HttpServletRequest request) {
    spans.lost(request);
  }

  private void fill(
      LateAnswer.Outcome outcome, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ResponseEntity<?> entity = outcome.entity();
    if (entity == null || outcome.failure() != null) {
      failures.answer(failure(outcome), request, response);
      return;
    }
    byte[] body;
    try {
      body =
          entity.getBody() instanceof Written written
              ? written.json()
              : json.writeValueAsBytes(entity.getBody());
    } catch (RuntimeException e) {
      failures.answer(e, request, response);
      return;
    }
    response.setStatus(entity.getStatusCode().value());
    if (entity instanceof PlainAnswer<?> plain) {
      plain.addHeadersTo(response);
    } else {
      entity
          .getHeaders()
          .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    }
    // Its length is Tomcat's to tell: told here, the last byte would begin to write to the socket.
    response.getOutputStream().write(body);
  }

  private static Throwable failure(LateAnswer.Outcome outcome) {
    Throwable failure = outcome.failure();
    return failure == null ? new IllegalStateException("An answer has no content") : failure;
  }
}
