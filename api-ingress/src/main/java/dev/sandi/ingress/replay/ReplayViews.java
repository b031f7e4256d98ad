package dev.sandi.ingress.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What administration sends and reads of replays. */
final class ReplayViews {

  private ReplayViews() {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReplayedDelivery")
  record Delivery(
      @Schema(description = "The `webhook-id`, the same as before", format = "uuid") String id,
      @Schema(
              description = "`pending`: it is due, or is being attempted",
              allowableValues = {"pending", "delivered", "exhausted"})
          String state,
      @Schema(description = "How many were made so far", example = "11") int attempts,
      @Schema(description = "When it is due, if it is `pending`", format = "date-time")
          @Nullable String nextAttemptAt,
      @Schema(
              description = "Of its endpoint: unless that is `open`, it waits",
              allowableValues = {"open", "broken", "paused", "gone", "disabled"})
          String gate,
      @Schema(description = "Whether this call made it due, and none before") boolean replayed) {}

  @Schema(name = "ReplayBody")
  record Body(
      @Schema(description = "Which callbacks; `{}` for all that failed") Filter filter,
      @Schema(
              description = "Most callbacks a second, over all copies",
              minimum = "1",
              maximum = "1000",
              defaultValue = "100")
          @Nullable Long rate) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReplayFilter")
  record Filter(
      @Schema(example = "shop") @Nullable String app,
      @Schema(format = "uuid") @Nullable String session,
      @Schema(example = "otp.delivered") @Nullable String type,
      @Schema(
              description = "`exhausted`: it failed",
              allowableValues = {"exhausted", "delivered"},
              defaultValue = "exhausted")
          @Nullable String state,
      @Schema(description = "Of the callback URL", example = "hooks.shop.example")
          @Nullable String host,
      @Schema(description = "The first moment of the events", format = "date-time")
          @Nullable String from,
      @Schema(description = "The first moment that is too late", format = "date-time")
          @Nullable String to) {}

  /** As the dispatcher tells them. */
  record Replays(List<Replay> replays) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Replay")
  record Replay(
      @Schema(format = "uuid") String id,
      Filter filter,
      @Schema(description = "Most callbacks a second", example = "100") int rate,
      @Schema(
              description = "`done`: all that matched are due or were told",
              allowableValues = {"running", "done", "cancelled"})
          String state,
      @Schema(description = "How many it is about, as far as they were counted") long total,
      @Schema(description = "Whether all were counted") boolean counted,
      @Schema(description = "How many of them it has come by") long matched,
      @Schema(description = "How many of those were made due") long replayed,
      @Schema(
              description =
                  "How many were not: their app is not known, or wants nothing twice and is not"
                      + " named by the filter")
          long skipped,
      @Schema(format = "date-time") String startedAt,
      @Schema(description = "When it was done or cancelled", format = "date-time")
          @Nullable String endedAt,
      @Schema(description = "When it will be done at its rate", format = "date-time")
          @Nullable String eta) {}
}
