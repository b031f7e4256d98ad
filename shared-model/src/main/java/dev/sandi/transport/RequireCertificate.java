package dev.sandi.transport;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Serves only who shows a certificate, but for probes, which have none to show.
 *
 * <p>Ahead of all filters, and by what is let through rather than by what is not: a path that is
 * written in any other way needs a certificate. That one is of our authorities was settled in the
 * handshake.
 */
final class RequireCertificate extends ValveBase {

  private static final Set<String> PROBES =
      Set.of("/livez", "/readyz", "/actuator/health/liveness", "/actuator/health/readiness");

  private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

  RequireCertificate() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (request.getAttribute(CERTIFICATES) == null && !PROBES.contains(request.getRequestURI())) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    getNext().invoke(request, response);
  }
}
