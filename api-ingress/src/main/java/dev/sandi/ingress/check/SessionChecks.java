package dev.sandi.ingress.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the checks said of a session, in the order of the checks. */
record SessionChecks(String sessionId, List<Finding> checks) {

  /** What one check said. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "CheckFinding")
  record Finding(
      @Schema(example = "sequential") String check,
      @Schema(
              description = "`recorded` if it would have refused",
              allowableValues = {"passed", "refused", "recorded"})
          String outcome,
      @Schema(example = "sequential_numbers") @Nullable String reason,
      @Schema(description = "What it saw, numbers masked") @Nullable Map<String, Object> evidence,
      @Nullable Instant decidedAt) {}
}
