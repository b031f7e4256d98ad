package dev.sandi.dispatcher.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/** The headers of every callback. */
final class RequestHeaders {

  private RequestHeaders() {}

  static void add(HttpHeaders headers, Signature signature) {
    headers
        .set(HttpHeaderNames.USER_AGENT, "Sandi-Webhooks/1")
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .set("webhook-id", signature.id())
        .set("webhook-timestamp", signature.timestamp())
        .set("webhook-signature", signature.value());
  }
}
