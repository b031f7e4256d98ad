package dev.sandi.dispatcher.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/** The headers of every callback. */
final class RequestHeaders {

  private RequestHeaders() {}

  static void add(HttpHeaders headers, CallbackRequest request) {
    headers
        .set(HttpHeaderNames.USER_AGENT, "Sandi-Webhooks/1")
        .set("webhook-id", request.id().toString());
    if (request.legacy() == null) {
      Signature signature = request.signature();
      headers
          .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
          .set("webhook-timestamp", signature.timestamp())
          .set("webhook-signature", signature.value());
    } else if (request.legacy().post()) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, 0);
    }
  }
}
