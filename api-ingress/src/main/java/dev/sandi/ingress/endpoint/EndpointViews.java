package dev.sandi.ingress.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What administration reads of endpoints. */
final class EndpointViews {

  private EndpointViews() {}

  /** As the dispatcher tells them. */
  record Endpoints(List<Endpoint> endpoints) {}

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
