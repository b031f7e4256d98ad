package dev.sandi.dispatcher.delivery;

import dev.sandi.dispatcher.http.Body;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The number that tells of an event in the legacy style, as the provider that is copied gives it
 * for SMS: 0 requested, 1 delivered, 2 verified, 3 not verified in time, 4 failed, 5 operator not
 * reached, 6 rejected, 7 undelivered, 8 no delivery report, 9 blocked. Every event has one.
 */
final class LegacyStatus {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** The number, its prefix or its country is closed; other checks refuse what is too much. */
  private static final Set<String> BLOCKING = Set.of("blocked", "conversion", "geography");

  /** No operator was there, or answered in time. */
  private static final Set<String> NOT_REACHED =
      Set.of(
          "operator_unreachable",
          "no_gateway_left",
          "network_error",
          "ambiguous",
          "expired_before_submit");

  private LegacyStatus() {}

  /**
   * The number of an event.
   *
   * @param type as customers see it, such as {@code otp.sent}
   * @param body what it is told by in the standard style
   */
  static int of(String type, Body body) {
    return switch (type) {
      case "otp.delivered" -> 1;
      case "otp.verified" -> 2;
      case "otp.expired" -> 3;
      case "otp.failed" -> NOT_REACHED.contains(field(body, "reason")) ? 5 : 4;
      case "otp.rejected" -> BLOCKING.contains(field(body, "check")) ? 9 : 6;
      case "otp.undelivered" -> field(body, "reason").equals("unknown") ? 8 : 7;
      default -> 0;
    };
  }

  private static String field(Body body, String name) {
    try {
      JsonNode field = MAPPER.readTree(body.bytes()).path("data").path(name);
      return field.isString() ? field.stringValue() : "";
    } catch (JacksonException e) {
      return "";
    }
  }
}
