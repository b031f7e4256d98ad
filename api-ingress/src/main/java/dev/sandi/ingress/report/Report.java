package dev.sandi.ingress.report;

import dev.sandi.ingress.problem.Fault;
import dev.sandi.ingress.request.RawBody;
import dev.sandi.ingress.source.Sources;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a provider sent, as the processor wants to have it: method, path, query and headers as they
 * came, the body in base64. {@link #toString} hides it.
 */
final class Report {

  /** The longest body, in bytes. */
  static final int MOST = 64 * 1024;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PREFIX = "/v2/reports/";

  private final byte[] json;

  private Report(byte[] json) {
    this.json = json;
  }

  /**
   * Reads a request.
   *
   * @param secret the last step of its path, decoded, if there is one behind the gateway's name
   * @throws dev.sandi.ingress.problem.Refusal if its body is too long, too slow, or breaks off
   */
  static Report of(HttpServletRequest request, @Nullable String secret, Sources sources) {
    byte[] body =
        "POST".equals(request.getMethod())
            ? RawBody.of(request, MOST, Fault.REPORT_TOO_LARGE)
            : new byte[0];
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("method", request.getMethod());
    report.put("secret", secret);
    report.put("raw_path", behindTheName(request.getRequestURI()));
    report.put("query", request.getQueryString());
    report.put("source", sources.of(request).getHostAddress());
    report.put("headers", headers(request));
    report.put("body", Base64.getEncoder().encodeToString(body));
    return new Report(JSON.writeValueAsBytes(report));
  }

  private static String behindTheName(String path) {
    int slash = path.indexOf('/', PREFIX.length());
    return slash < 0 ? "" : path.substring(slash);
  }

  private static Map<String, String> headers(HttpServletRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.putIfAbsent(
          name.toLowerCase(Locale.ROOT),
          String.join(", ", Collections.list(request.getHeaders(name))));
    }
    return headers;
  }

  /** Not to be changed. */
  byte[] json() {
    return json;
  }

  @Override
  public String toString() {
    return "Report";
  }
}
