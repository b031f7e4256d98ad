package dev.sandi.ingress.problem;

import dev.sandi.ingress.connection.Arriving;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one error body: {@code {"code","message","error","request_id"}}, and what a case adds. Below
 * {@code /admin} it is a problem after RFC 9457.
 *
 * @param administration whether somebody asked for administration
 */
record Problem(Refusal refusal, UUID requestId, boolean administration) {

  /** Names the slug of a request's refusal, for whoever counts them. */
  static final String SLUG = Problem.class.getName() + ".SLUG";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The body that answers {@code request}. */
  static Problem of(Refusal refusal, HttpServletRequest request, Arrival arrival) {
    // The container forwards errors to a path of its own.
    String path =
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String first
            ? first
            : request.getRequestURI();
    return new Problem(
        refusal,
        arrival.requestId(),
        path != null && (path.equals("/admin") || path.startsWith("/admin/")));
  }

  String json() {
    return MAPPER.writeValueAsString(administration ? problemDetails() : contract());
  }

  /** The type is {@code about:blank}: title and status are HTTP's own, and the code says more. */
  private Map<String, Object> problemDetails() {
    HttpStatus status = HttpStatus.resolve(refusal.status());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", status == null ? "Error" : status.getReasonPhrase());
    body.put("status", refusal.status());
    body.put("detail", refusal.message());
    body.put("code", refusal.slug());
    body.put("request_id", requestId.toString());
    body.putAll(refusal.details());
    return body;
  }

  private Map<String, Object> contract() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", refusal.status());
    body.put("message", refusal.message());
    body.put("error", refusal.slug());
    body.put("request_id", requestId.toString());
    body.putAll(refusal.details());
    return body;
  }

  /** Status and headers, for an answer that has not begun. */
  void head(HttpServletResponse response) {
    response.setStatus(refusal.status());
    Arrival.announce(response, requestId);
    refusal.headers().forEach(response::setHeader);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType(administration ? "application/problem+json" : "application/json");
  }

  /** Written here and not by a message converter: no {@code Accept} header can change its form. */
  void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Arriving.drop(request, response);
    if (response.isCommitted()) {
      return;
    }
    request.setAttribute(SLUG, refusal.slug());
    response.resetBuffer();
    head(response);
    response.getOutputStream().write(json().getBytes(StandardCharsets.UTF_8));
  }
}
