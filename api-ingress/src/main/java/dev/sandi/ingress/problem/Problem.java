package dev.sandi.ingress.problem;

import dev.sandi.ingress.connection.Arriving;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** The one error body: {@code {"code","message","error","request_id"}}, and what a case adds. */
record Problem(Refusal refusal, UUID requestId) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  String json() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", refusal.status());
    body.put("message", refusal.message());
    body.put("error", refusal.slug());
    body.put("request_id", requestId.toString());
    body.putAll(refusal.details());
    return MAPPER.writeValueAsString(body);
  }

  /** Status and headers, for an answer that has not begun. */
  void head(HttpServletResponse response) {
    response.setStatus(refusal.status());
    response.setHeader(Arrival.HEADER, requestId.toString());
    refusal.headers().forEach(response::setHeader);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/json");
  }

  /** Written here and not by a message converter: no {@code Accept} header can change its form. */
  void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Arriving.drop(request, response);
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    head(response);
    byte[] body = json().getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
