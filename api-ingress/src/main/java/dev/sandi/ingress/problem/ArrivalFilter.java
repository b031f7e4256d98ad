package dev.sandi.ingress.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request its id. A client's own {@code X-Request-Id} is not taken over. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ArrivalFilter extends OncePerRequestFilter {

  private final Clock clock;

  ArrivalFilter(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Arrival.announce(request, response, clock);
    chain.doFilter(request, response);
  }
}
