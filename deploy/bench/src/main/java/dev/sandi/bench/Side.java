package dev.sandi.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An endpoint under load.
 *
 * @param success the status that counts
 */
record Side(String name, int port, Requests request, int success) {

  private static final String PATH = "/v2/otp/send";

  /** The first of the copied API's numbers for testing: it is answered with 201. */
  private static final String SANDBOX_NUMBER = "6282123060001";

  static final String BODY =
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
    return send("send", installation, PATH, app.headers(), BODY);
  }

  static Side sendWithKey(Installation installation, Apps.App app) {
    Map<String, String> headers = new LinkedHashMap<>(app.headers());
    headers.put("Idempotency-Key", "8e03978e-40d5-43dd-bc93-" + RequestTemplate.NUMBER + "00a");
    return send("send with Idempotency-Key", installation, PATH, headers, BODY);
  }

  /** A number of the sandbox: all of the way of a send, but neither rates nor quota. */
  static Side sendFree(Installation installation, Apps.App app) {
    return send(
        "send without admission",
        installation,
        "/v2/otp/send/sandbox",
        app.headers(),
        BODY.replace("628" + RequestTemplate.NUMBER, SANDBOX_NUMBER));
  }

  private static Side send(
      String name,
      Installation installation,
      String path,
      Map<String, String> headers,
      String body) {
    int port = installation.ingressPort();
    return new Side(name, port, RequestTemplate.post(port, path, headers, body), 201);
  }
}
