package dev.sandi.processor.verify;

import dev.sandi.runtime.SandiProperties;
import dev.sandi.value.Secret;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets only the other services in: below {@code /internal} the internal token is asked for. */
@Component
class InternalTokenFilter extends OncePerRequestFilter {

  private final Secret expected;

  InternalTokenFilter(SandiProperties properties) {
    this.expected = Secret.of("Bearer " + properties.requiredInternalToken().reveal());
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getRequestURI().startsWith("/internal/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String given = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (given == null || !expected.equals(Secret.of(given))) {
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    chain.doFilter(request, response);
  }
}
