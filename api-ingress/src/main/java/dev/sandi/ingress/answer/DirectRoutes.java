package dev.sandi.ingress.answer;

import dev.sandi.ingress.problem.Arrival;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Takes the requests of {@link DirectRoute}s whose method, path, {@code Content-Type} and {@code
 * Accept} are written as most clients write them. All others are left to Spring, which knows every
 * notation, and answers the same.
 */
final class DirectRoutes implements SmartInitializingSingleton {

  private static final Set<String> CONTENT_TYPES =
      Set.of(
          "application/json",
          "application/json;charset=utf-8",
          "application/json; charset=utf-8",
          "application/json;charset=UTF-8",
          "application/json; charset=UTF-8");

  private static final Set<String> ACCEPTS =
      Set.of(
          "*/*", "application/json", "application/json, */*", "application/json, text/plain, */*");

  private final Map<String, DirectRoute> routes = new HashMap<>();
  private final Supplier<Stream<DirectRoute>> declared;
  private final Supplier<HandlerExceptionResolver> failures;
  private final Clock clock;
  private volatile @Nullable HandlerExceptionResolver resolver;

  /**
   * @param declared asked when all beans are there; filters are made before
   * @param failures what Spring answers the failures of controllers with
   */
  DirectRoutes(
      Supplier<Stream<DirectRoute>> declared,
      Supplier<HandlerExceptionResolver> failures,
      Clock clock) {
    this.declared = declared;
    this.failures = failures;
    this.clock = clock;
  }

  @Override
  public void afterSingletonsInstantiated() {
    declared.get().forEach(route -> routes.put(route.path(), route));
    resolver = failures.get();
  }

  /** The route of a request; null if it is to take the long way. */
  @Nullable DirectRoute of(HttpServletRequest request) {
    if (resolver == null || !"POST".equals(request.getMethod())) {
      return null;
    }
    DirectRoute route = routes.get(request.getRequestURI());
    return route != null
            && givesJson(request.getContentType())
            && takesJson(request.getHeader("Accept"))
        ? route
        : null;
  }

  private static boolean givesJson(@Nullable String contentType) {
    return contentType != null && CONTENT_TYPES.contains(contentType);
  }

  private static boolean takesJson(@Nullable String accept) {
    return accept == null || ACCEPTS.contains(accept);
  }

  /**
   * Calls the endpoint.
   *
   * @return what is left to be answered; null if nothing is
   */
  @SuppressWarnings("unchecked")
  @Nullable CompletableFuture<ResponseEntity<?>> follow(
      DirectRoute route, HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    Arrival.announce(request, response, clock);
    request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, route.path());
    try {
      return (CompletableFuture<ResponseEntity<?>>) route.endpoint().apply(request);
    } catch (RuntimeException | Error e) {
      Exception failure = e instanceof Exception exception ? exception : new ServletException(e);
      HandlerExceptionResolver known = resolver;
      if (known == null || known.resolveException(request, response, null, failure) == null) {
        throw e;
      }
      return null;
    }
  }
}
