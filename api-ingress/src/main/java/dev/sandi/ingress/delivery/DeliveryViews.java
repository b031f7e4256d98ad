package dev.sandi.ingress.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What administration reads of deliveries. */
final class DeliveryViews {

  private DeliveryViews() {}

  /** As the dispatcher tells them. */
  record Deliveries(List<Delivery> deliveries, @Nullable String next) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Delivery")
  record Delivery(
      @Schema(
              description = "The event's, and the `webhook-id` of every attempt",
              example = "01a21427-d7d7-7a35-b190-add06d32a473")
          String id,
      @Schema(example = "shop") String app,
      @Schema(example = "01a21427-d7d7-7a35-b190-add06d32a471") String sessionId,
      @Schema(example = "otp.delivered") String type,
      @Schema(
              description = "What is called, without its query",
              example = "https://shop.example/hooks/otp?***")
          String url,
      @Schema(description = "Among the endpoints of the app", example = "42") long endpointId,
      @Schema(
              description =
                  "`pending`: another attempt follows; `delivered`; `exhausted`: nothing follows by"
                      + " itself",
              allowableValues = {"pending", "delivered", "exhausted"})
          String state,
      @Schema(description = "How many were made") int attempts,
      @Schema(description = "When the event happened", format = "date-time") String occurredAt,
      @Schema(description = "When the dispatcher took it in", format = "date-time")
          @Nullable String createdAt,
      @Schema(format = "date-time") @Nullable String endedAt,
      @Schema(description = "When it is due, if it is `pending`", format = "date-time")
          @Nullable String nextAttemptAt,
      @Schema(
              description =
                  "What keeps it from being attempted, if it is `pending`: `time`; `attempt`: a copy"
                      + " has it in hand; `endpoint`: it is shut; `session`: an earlier event is to be"
                      + " told first",
              allowableValues = {"time", "attempt", "endpoint", "session"})
          @Nullable String waitsFor,
      @Schema(description = "The earlier event; only of one that was asked for by its id")
          @Nullable String heldBackBy,
      @Schema(description = "What the last attempt was answered with", example = "503")
          @Nullable Integer lastStatus,
      @Schema(description = "Why the last attempt failed", example = "refused")
          @Nullable String lastError,
      @Schema(description = "The same in words") @Nullable String lastDescription,
      @Schema(
              description = "Why nothing follows, if it is `exhausted`",
              example = "attempts_used_up")
          @Nullable String endReason,
      @Schema(description = "The same in words") @Nullable String endDescription,
      @Schema(
              description =
                  "What is told, with the number masked; only of one that was asked for by its id")
          @Nullable Map<String, Object> body,
      @Schema(
              description =
                  "The newest first, 200 at most; only of one that was asked for by its id")
          @Nullable List<Attempt> attemptsMade) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "Attempt",
      description = "One attempt. What did not happen, or was not noted, is left out")
  record Attempt(
      @Schema(description = "From 1") int number,
      @Schema(format = "date-time") String startedAt,
      @Schema(description = "Of the whole exchange, in milliseconds") int durationMs,
      @Schema(
              description =
                  "Until the name was resolved. Milliseconds, as all parts; a part that the attempt"
                      + " failed in lasted until then")
          @Nullable Integer dnsMs,
      @Schema(
              description =
                  "Until there was a connection; with a proxy, until the proxy said that it has one")
          @Nullable Integer connectMs,
      @Schema(description = "Until the connection was encrypted") @Nullable Integer tlsMs,
      @Schema(description = "From the sending of the request until the first byte came back")
          @Nullable Integer firstByteMs,
      @Schema(description = "Whether the connection was there before: then nothing was connected")
          @Nullable Boolean reused,
      @Schema(
              description = "What it failed in",
              allowableValues = {"waiting", "dns", "connect", "tls", "first_byte", "body"})
          @Nullable String phase,
      @Schema(description = "The HTTP status of the answer", example = "503")
          @Nullable Integer status,
      @Schema(description = "Why it failed", example = "timeout") @Nullable String error,
      @Schema(
              description = "The same in words",
              example = "The server took the request, and did not answer before the deadline.")
          @Nullable String description,
      @Schema(description = "The first kilobyte of the answer's body")
          @Nullable String answerHead) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "TestDelivery")
  record TestDelivery(
      @Schema(description = "As it was sent; absent if no key of the app can sign")
          @Nullable Request request,
      Attempt attempt) {}

  @Schema(name = "SentCallback")
  record Request(
      @Schema(example = "POST") String method,
      @Schema(description = "Without its query", example = "https://shop.example/hooks/otp")
          String url,
      @Schema(description = "By their names in lower case, the signatures among them")
          Map<String, String> headers,
      @Schema(description = "The exact text that is signed") String body) {}
}
