package dev.sandi.ingress.answer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.AsyncHandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Takes a controller's {@link CompletableFuture}, which is to be of a {@link ResponseEntity}, and
 * leaves it to {@link LateAnswers}, where Spring would dispatch the request a second time to write
 * its answer.
 */
final class AnswerLater implements AsyncHandlerMethodReturnValueHandler {

  private static final String ATTRIBUTE = AnswerLater.class.getName();

  @Override
  public boolean supportsReturnType(MethodParameter type) {
    return CompletableFuture.class.isAssignableFrom(type.getParameterType());
  }

  @Override
  public boolean isAsyncReturnValue(@Nullable Object value, MethodParameter type) {
    return value instanceof CompletableFuture;
  }

  @Override
  public void handleReturnValue(
      @Nullable Object future,
      MethodParameter type,
      ModelAndViewContainer container,
      NativeWebRequest request) {
    container.setRequestHandled(true);
    request.setAttribute(ATTRIBUTE, Objects.requireNonNull(future), NativeWebRequest.SCOPE_REQUEST);
  }

  /** What a controller has left to be answered; null if there is nothing. */
  @SuppressWarnings("unchecked")
  static @Nullable CompletableFuture<ResponseEntity<?>> take(HttpServletRequest request) {
    Object left = request.getAttribute(ATTRIBUTE);
    if (left == null) {
      return null;
    }
    request.removeAttribute(ATTRIBUTE);
    return (CompletableFuture<ResponseEntity<?>>) left;
  }
}
