package dev.sandi.dispatcher.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it is sent, for people to see: its signatures, and no key.
 *
 * @param url without the customer's query, which may carry a token; what the legacy style adds to
 *     it is there
 * @param headers by their names in lower case, as the client sends them
 * @param body the exact text that is signed
 */
public record ShownRequest(String method, String url, Map<String, String> headers, String body) {

  static ShownRequest of(CallbackRequest request) {
    HttpHeaders headers = new DefaultHttpHeaders();
    RequestHeaders.add(headers, request);
    Map<String, String> shown = new TreeMap<>();
    headers.forEach(header -> shown.put(header.getKey(), header.getValue()));
    shown.put(HttpHeaderNames.ACCEPT.toString(), "*/*");
    shown.put(HttpHeaderNames.HOST.toString(), host(request.target()));
    if (request.legacy() == null) {
      shown.put(
          HttpHeaderNames.CONTENT_LENGTH.toString(), String.valueOf(request.body().bytes().length));
    }
    return new ShownRequest(
        request.method().name(),
        url(request),
        shown,
        new String(request.body().bytes(), StandardCharsets.UTF_8));
  }

  /** With the port, unless it is the usual one. */
  private static String host(URI uri) {
    int usual = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    return uri.getPort() < 0 || uri.getPort() == usual
        ? uri.getHost()
        : uri.getHost() + ":" + uri.getPort();
  }

  private static String url(CallbackRequest request) {
    String masked = request.url().toString();
    return request.legacy() == null
        ? masked
        : masked + (masked.contains("?") ? "&" : "?") + request.legacy().query();
  }
}
