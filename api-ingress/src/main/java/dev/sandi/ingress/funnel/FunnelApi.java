package dev.sandi.ingress.funnel;

import static dev.sandi.ingress.problem.Fault.INVALID_REQUEST;

import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;

/** How the API's reference tells of the funnel. */
@Tag(name = "Read")
interface FunnelApi {

  @Operation(
      operationId = "funnel",
      summary = "How requests ended",
      description =
          """
          How many requests of your app were sent, delivered and verified, over time, and why \
          others were not; how long each stage took; and what became of their callbacks. Counted \
          every few seconds.
          """)
  @Parameter(
      name = "hours",
      in = ParameterIn.QUERY,
      description = "How far back",
      schema = @Schema(type = "integer", minimum = "1", maximum = "24", defaultValue = "1"))
  @ApiResponse(responseCode = "200", description = "The funnel", useReturnTypeSchema = true)
  @Refuses(INVALID_REQUEST)
  ResponseEntity<Funnel> funnel(HttpServletRequest http);
}
