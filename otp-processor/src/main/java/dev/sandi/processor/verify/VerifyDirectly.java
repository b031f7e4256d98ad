package dev.sandi.processor.verify;

import dev.sandi.processor.verify.VerifyController.Answers;
import dev.sandi.processor.verify.VerifyController.Questions;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.HandlerExceptionResolver;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A shorter way to {@link VerifyController}, for requests written as the ingress writes them: past
 * Spring's dispatcher and its filters, which took more than all that is done here. All others are
 * left to Spring.
 *
 * <p>It is outside of all other filters, so that {@code http.server.requests} does not know these
 * requests; {@code sandi.processor.verify} has their times.
 */
final class VerifyDirectly implements Filter {

  private final InternalToken token;
  private final VerifyController controller;
  private final JsonMapper json;
  private final Timer times;
  private final Supplier<HandlerExceptionResolver> failures;

  /**
   * @param failures what Spring answers the failures of controllers with; asked when one fails
   */
  VerifyDirectly(
      InternalToken token,
      VerifyController controller,
      JsonMapper json,
      Timer times,
      Supplier<HandlerExceptionResolver> failures) {
    this.token = token;
    this.controller = controller;
    this.json = json;
    this.times = times;
    this.failures = failures;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (isPlain(http)) {
      long start = System.nanoTime();
      answer(http, (HttpServletResponse) response);
      times.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean isPlain(HttpServletRequest request) {
    return VerifyController.PATH.equals(request.getRequestURI())
        && "POST".equals(request.getMethod())
        && MediaType.APPLICATION_JSON_VALUE.equals(request.getContentType());
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try {
      token.require(request.getHeader(HttpHeaders.AUTHORIZATION));
      Questions questions = json.readValue(request.getInputStream(), Questions.class);
      Answers answers = controller.answers(questions);
      byte[] body = json.writeValueAsBytes(answers);
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    } catch (RuntimeException e) {
      if (failures.get().resolveException(request, response, null, e) == null) {
        unknown(e, response);
      }
    }
  }

  private static void unknown(RuntimeException failure, HttpServletResponse response)
      throws IOException {
    if (!(failure instanceof JacksonException)) {
      throw failure;
    }
    // Its message quotes the request.
    response.sendError(HttpServletResponse.SC_BAD_REQUEST);
  }
}
