package dev.sandi.ingress.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Turns whatever a request ran into into the one error body. */
@ControllerAdvice
public final class AnswerFailures {

  private static final Logger log = LoggerFactory.getLogger(AnswerFailures.class);

  private final OutageLog outages = new OutageLog(log, "The database does not answer requests");
  private final Clock clock;

  AnswerFailures(Clock clock) {
    this.clock = clock;
  }

  /** Fills the response, if it has not begun. */
  @ExceptionHandler(Throwable.class)
  public void answer(Throwable failure, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Throwable cause = unwrap(failure);
    if (cause instanceof AsyncRequestNotUsableException) {
      return; // The client has gone.
    }
    if (response.isCommitted() && cause instanceof DataAccessException away) {
      throw away; // The container ends the connection: half an answer must not look like one.
    }
    Arrival arrival = Arrival.of(request, clock);
    Problem.of(refusal(cause, arrival), request, arrival).write(request, response);
  }

  /** The slug of the error that a request was answered with, one of {@link Fault}'s, if it was. */
  public static Optional<String> slug(HttpServletRequest request) {
    return request.getAttribute(Problem.SLUG) instanceof String slug
        ? Optional.of(slug)
        : Optional.empty();
  }

  private Refusal refusal(Throwable cause, Arrival arrival) {
    if (cause instanceof Refusal refusal) {
      return refusal;
    }
    if (cause instanceof ErrorResponse error && error.getStatusCode().value() != 500) {
      return ofSpring(error);
    }
    if (cause instanceof DataAccessException) {
      outages.tell(cause);
      return Refusal.unavailable();
    }
    log.error("Request {} failed", arrival.requestId(), cause);
    return Refusal.of(500);
  }

  /** Spring's own messages quote the request; its headers, such as {@code Allow}, are kept. */
  private static Refusal ofSpring(ErrorResponse error) {
    Refusal refusal = Refusal.of(error.getStatusCode().value());
    for (var header : error.getHeaders().headerSet()) {
      refusal = refusal.header(header.getKey(), String.join(", ", header.getValue()));
    }
    return refusal;
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
