package dev.sandi.ingress.admin;

import dev.sandi.ingress.problem.AnswerFailures;
import dev.sandi.ingress.problem.Arrival;
import dev.sandi.ingress.problem.Refusal;
import dev.sandi.ingress.source.FailedAttempts;
import dev.sandi.ingress.source.Sources;
import dev.sandi.runtime.Failures;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets administrators in, and puts every call on record: one that cannot be recorded is refused.
 * Without a token in the settings there is no administration.
 */
final class AdminFilter extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger(AdminFilter.class);

  private final AdminToken token;
  private final AdminAudit audit;
  private final Sources sources;
  private final FailedAttempts failures;
  private final AnswerFailures answers;
  private final Clock clock;

  AdminFilter(
      AdminToken token,
      AdminAudit audit,
      Sources sources,
      FailedAttempts failures,
      AnswerFailures answers,
      Clock clock) {
    this.token = token;
    this.audit = audit;
    this.sources = sources;
    this.failures = failures;
    this.answers = answers;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("Cache-Control", "no-store");
    AdminCall call;
    try {
      call = admit(request);
    } catch (Refusal | DataAccessException refused) {
      answers.answer(refused, request, response);
      return;
    }
    call.attachTo(request);
    int status = 500;
    try {
      chain.doFilter(request, response);
      status = response.getStatus();
    } finally {
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new WhenAnswered(call), request, response);
      } else {
        end(call, status);
      }
    }
  }

  private AdminCall admit(HttpServletRequest request) {
    if (!token.exists()) {
      throw new Refusal(
          404, "not_found", "There is no administration: SANDI_ADMIN_TOKEN is not set");
    }
    Arrival arrival = Arrival.of(request, clock);
    InetAddress source = sources.of(request);
    if (token.isIn(request.getHeader("Authorization"))) {
      return audit.begin(arrival, request, source);
    }
    Refusal refusal = failures.note(source).header("WWW-Authenticate", "Bearer");
    // Beyond the limit nothing is written: a storm must not fill the record.
    if (refusal.status() == 401) {
      try {
        audit.refused(arrival, request, source, 401);
      } catch (DataAccessException e) {
        log.warn("A refused call is not on record: {}", Failures.describeWithoutData(e));
      }
    }
    throw refusal;
  }

  private void end(AdminCall call, int status) {
    try {
      audit.end(call, status);
    } catch (DataAccessException e) {
      log.warn(
          "How call {} of administration ended is not on record ({}): {}",
          call.id(),
          status,
          Failures.describeWithoutData(e));
    }
  }

  /** Records the end of a call whose answer is streamed by another thread. */
  private final class WhenAnswered implements jakarta.servlet.AsyncListener {

    private final AdminCall call;

    WhenAnswered(AdminCall call) {
      this.call = call;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      end(call, ((HttpServletResponse) event.getSuppliedResponse()).getStatus());
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {
      event
          .getAsyncContext()
          .addListener(this, event.getSuppliedRequest(), event.getSuppliedResponse());
    }
  }
}
