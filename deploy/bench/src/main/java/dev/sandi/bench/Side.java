package dev.sandi.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An endpoint under load.
 *
 * @param success the status that counts
 */
record Side(String name, int port, RequestTemplate request, int success) {

  private static final String BODY =
      """
      {"msisdn":"628%s","template":"Your Example code is $OTP","time_limit":"300",\
      "challenge":"login","callback_url":"https://example.com/callbacks/otp"}"""
          .formatted(RequestTemplate.NUMBER);

  /** Takes the same bytes as the ingress, so that both parse alike. */
  static Side noOp(Installation installation) {
    return new Side(
        "no-op",
        installation.noOpPort(),
        RequestTemplate.post(
            installation.noOpPort(), NoOpApplication.PATH, Apps.UNLIMITED.headers(), BODY),
        200);
  }

  static Side send(Installation installation, Apps.App app) {
    return send("send", installation, app.headers());
  }

  static Side sendWithKey(Installation installation, Apps.App app) {
    Map<String, String> headers = new LinkedHashMap<>(app.headers());
    headers.put("Idempotency-Key", "8e03978e-40d5-43dd-bc93-" + RequestTemplate.NUMBER + "00a");
    return send("send with Idempotency-Key", installation, headers);
  }

  private static Side send(String name, Installation installation, Map<String, String> headers) {
    return new Side(
        name,
        installation.ingressPort(),
        RequestTemplate.post(installation.ingressPort(), "/v2/otp/send", headers, BODY),
        201);
  }
}
