package dev.sandi.ingress.answer;

import dev.sandi.ingress.problem.Refusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;

/**
 * A request that waits for its answer. Whoever comes first answers it: the answer, or its end.
 *
 * <p>Who comes second waits until the first is done. When these methods return without the request
 * having been completed, Tomcat answers 500 by itself and uses the response for another request,
 * which the first would still be writing to.
 */
final class LateAnswer implements AsyncListener {

  private static final Logger log = LoggerFactory.getLogger(LateAnswer.class);

  private final AtomicBoolean settled = new AtomicBoolean();
  private final LateAnswers answers;
  private final AsyncContext async;
  private final HttpServletRequest request;
  private final HttpServletResponse response;

  /** An answer, or why there is none. */
  record Outcome(@Nullable ResponseEntity<?> entity, @Nullable Throwable failure) {}

  LateAnswer(
      LateAnswers answers,
      AsyncContext async,
      HttpServletRequest request,
      HttpServletResponse response) {
    this.answers = answers;
    this.async = async;
    this.request = request;
    this.response = response;
  }

  synchronized void complete(@Nullable ResponseEntity<?> entity, @Nullable Throwable failure) {
    if (settled.compareAndSet(false, true)) {
      try {
        answers.write(new Outcome(entity, failure), request, response);
      } catch (IOException | RuntimeException e) {
        log.debug("An answer could not be written", e);
      } finally {
        async.complete();
      }
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    complete(null, Refusal.unavailable());
  }

  /** The connection is gone: there is nobody to tell. */
  @Override
  public synchronized void onError(AsyncEvent event) {
    if (settled.compareAndSet(false, true)) {
      answers.lost(request);
      async.complete();
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    settled.set(true);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // It is started once.
  }
}
