package dev.sandi.ingress.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * What an app's checks would have refused.
 *
 * @param since when the last 24 hours began
 * @param midnight when today began
 */
record ShadowReport(
    Instant since,
    @Schema(description = "When today began, by UTC") Instant midnight,
    @Schema(description = "In the order of the checks") List<LetPass> checks) {

  @Schema(name = "LetPass")
  record LetPass(
      @Schema(example = "sequential") String check,
      @Schema(description = "Requests since midnight") long today,
      @Schema(name = "last_24_hours") @JsonProperty("last_24_hours") long last24Hours,
      @Schema(description = "Whether there were more than the newest 10,000, which are counted")
          boolean more) {}
}
