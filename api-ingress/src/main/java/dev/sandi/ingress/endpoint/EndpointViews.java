package dev.sandi.ingress.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What administration reads of endpoints. */
final class EndpointViews {

  private EndpointViews() {}

  /** As the dispatcher tells them. */
  record Endpoints(List<Endpoint> endpoints) {}

  @Schema(name = "CallbackHealth")
  record Health(
      @Schema(
              description = "How many there are, by `gate`",
              example = "{\"open\":3,\"broken\":1,\"paused\":0,\"gone\":0,\"disabled\":0}")
          Map<String, Integer> endpoints,
      @Schema(
              description =
                  "For how long the oldest callback has been due that waits, in seconds; 0 if none is."
                      + " Of the 200 endpoints that were called last for the first time, those that"
                      + " are shut before others",
              minimum = "0")
          long oldestDueSeconds,
      @Schema(description = "Those that are not open, the last ones first; at most 100")
          List<Endpoint> shut) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Endpoint")
  record Endpoint(
      @Schema(example = "42") long id,
      @Schema(description = "What is called", example = "https://example.com:443") String origin,
      @Schema(
              description =
                  "`open`: it is called; `broken`: nearly all failed, and single probes find out"
                      + " whether it is back; `gone`: it answered 410; `disabled`: nothing but"
                      + " failure for five days; `paused`: by an administrator. While it is not open"
                      + " its callbacks wait",
              allowableValues = {"open", "broken", "paused", "gone", "disabled"})
          String gate,
      @Schema(description = "Why it is not open", example = "failures") @Nullable String reason,
      @Schema(description = "When the gate was set last", format = "date-time")
          @Nullable String since,
      @Schema(description = "When the next probe is due, if it is `broken`", format = "date-time")
          @Nullable String nextProbeAt,
      @Schema(
              description = "When the first attempt began that failed after the last success",
              format = "date-time")
          @Nullable String failingSince,
      @Schema(description = "Callbacks that wait, counted up to 1,000") int pending) {}
}
