package dev.sandi.ingress.testing;

import java.util.Locale;

/**
 * What the dispatcher says of deliveries: there are two, of which the first is told with its
 * attempts; and of test callbacks: the app {@code shop} can have them, but not at {@code
 * https://busy.example/}.
 */
final class FakeDeliveries {

  static final String FIRST = "01a21427-d7d7-7a35-b190-add06d32a473";

  private static final String FIELDS =
      """
      "app":"shop","session_id":"01a21427-d7d7-7a35-b190-add06d32a471","type":"otp.delivered",
      "url":"https://shop.example/otp?***","endpoint_id":4,"attempts":1,
      "occurred_at":"2026-11-25T10:00:00Z","created_at":"2026-11-25T10:00:00.1Z"
      """;

  private static final String PENDING =
      "{\"id\":\"%s\",\"state\":\"pending\",\"next_attempt_at\":\"2026-11-25T10:05:00Z\","
          + "\"waits_for\":\"time\",\"last_status\":503,\"last_error\":\"refused\","
          + "\"last_description\":\"The server answered with 503, and only 2xx is success.\",";

  private static final String ATTEMPT =
      """
      {"number":1,"started_at":"2026-11-25T10:00:00Z","duration_ms":31,"dns_ms":4,"connect_ms":5,
       "tls_ms":9,"first_byte_ms":12,"reused":false,"status":503,"error":"refused",
       "description":"The server answered with 503, and only 2xx is success.",
       "answer_head":"busy"}
      """;

  private static final String DETAILS =
      """
      ,"held_back_by":"01a21427-d7d7-7a35-b190-add06d32a470",
      "body":{"type":"otp.delivered","data":{"msisdn":"62812******90"}},"attempts_made":[%s]}
      """
          .formatted(ATTEMPT);

  private static final String TESTED =
      """
      {"request":{"method":"POST","url":"https://shop.example/otp",
        "headers":{"webhook-id":"01a21427-d7d7-7a35-b190-add06d32a475","webhook-signature":"v1,x"},
        "body":"{}"},
       "attempt":%s}
      """
          .formatted(ATTEMPT);

  /** A status and a body. */
  record Said(int status, String body) {}

  private FakeDeliveries() {}

  static boolean knows(String path) {
    return path.startsWith("/internal/v1/deliveries") || path.endsWith("/test-deliveries");
  }

  static Said about(String call, String body) {
    if (call.startsWith("GET /deliveries?") && call.contains("type=nonsense")) {
      return wrong("type", "type should be one of otp.sent");
    }
    if (call.startsWith("GET /deliveries?")) {
      boolean more = call.contains("limit=1&") || call.endsWith("limit=1");
      boolean last = call.contains("before=");
      String rows = last ? "" : PENDING.formatted(FIRST) + FIELDS + "}";
      return new Said(
          200,
          "{\"deliveries\":[%s]%s}"
              .formatted(rows, more && !last ? ",\"next\":\"" + FIRST + "\"" : ""));
    }
    if (call.equals("GET /deliveries/" + FIRST)) {
      return new Said(200, PENDING.formatted(FIRST) + FIELDS + DETAILS);
    }
    if (call.equals("POST /apps/shop/test-deliveries")) {
      return tested(body.toLowerCase(Locale.ROOT));
    }
    return new Said(404, "");
  }

  private static Said tested(String body) {
    if (body.contains("busy.example")) {
      return new Said(429, "");
    }
    return body.contains("https://")
        ? new Said(200, TESTED)
        : wrong("url", "callback url should be an absolute https URL");
  }

  private static Said wrong(String field, String message) {
    return new Said(400, "{\"field\":\"%s\",\"message\":\"%s\"}".formatted(field, message));
  }
}
