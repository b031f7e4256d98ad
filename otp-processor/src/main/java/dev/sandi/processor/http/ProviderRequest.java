package dev.sandi.processor.http;

import java.net.URI;
import java.util.Map;

/** One request, ready to be sent. {@link #toString} hides all of it. */
final class ProviderRequest {

  private final String method;
  private final URI uri;
  private final Map<String, String> headers;
  private final byte[] body;

  ProviderRequest(String method, URI uri, Map<String, String> headers, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  String method() {
    return method;
  }

  URI uri() {
    return uri;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return "ProviderRequest";
  }
}
