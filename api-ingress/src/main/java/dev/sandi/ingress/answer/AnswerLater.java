package dev.sandi.ingress.answer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Takes a controller's {@link CompletableFuture} of a {@link ResponseEntity}, and leaves it to
 * {@link LateAnswers}, where Spring would dispatch the request a second time to write its answer.
 */
final class AnswerLater implements HandlerMethodReturnValueHandler {

  private static final String ATTRIBUTE = AnswerLater.class.getName();

  @Override
  public boolean supportsReturnType(MethodParameter type) {
    return type.getParameterType() == CompletableFuture.class
        && type.nested().getNestedParameterType() == ResponseEntity.class;
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

  /** What a controller has left to be answered; null if it has answered itself. */
  @SuppressWarnings("unchecked")
  static @Nullable CompletableFuture<ResponseEntity<?>> leftBy(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof CompletableFuture<?> future
        ? (CompletableFuture<ResponseEntity<?>>) future
        : null;
  }
}
