package dev.sandi.ingress.status;

import static dev.sandi.ingress.problem.Fault.INVALID_MSISDN;
import static dev.sandi.ingress.problem.Fault.INVALID_REQUEST;
import static dev.sandi.ingress.problem.Fault.SESSION_NOT_FOUND;

import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.ResponseEntity;

/** How the API's reference tells of reading what became of requests. */
@Tag(name = "Read")
interface StatusApi {

  @Operation(
      operationId = "session",
      summary = "What became of a session",
      description = "State and timeline of a session of your app. The number is masked.")
  @ApiResponse(responseCode = "200", description = "The session", useReturnTypeSchema = true)
  @Refuses({INVALID_REQUEST, SESSION_NOT_FOUND})
  CompletableFuture<ResponseEntity<SessionView>> session(
      HttpServletRequest http,
      @Parameter(
              description = "The `session_id` of a 201",
              schema = @Schema(type = "string", format = "uuid"),
              example = "019a9f2e-7f5b-7c3a-9d2e-1a2b3c4d5e6f")
          String text);

  @Operation(
      operationId = "sessions",
      summary = "Recent requests",
      description = "Requests of your app, refused ones too, the newest first.")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Requests on a page",
      schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
  @Parameter(
      name = "cursor",
      in = ParameterIn.QUERY,
      description = "The `next_cursor` of an earlier page",
      schema = @Schema(type = "string"))
  @Parameter(
      name = "status",
      in = ParameterIn.QUERY,
      description = "Only requests in this state",
      schema = @Schema(implementation = RequestState.class))
  @Parameter(
      name = "msisdn",
      in = ParameterIn.QUERY,
      description = "Only requests for this number",
      schema = @Schema(type = "string", pattern = "^[+ ]?[0-9]{4,16}$"))
  @ApiResponse(responseCode = "200", description = "A page", useReturnTypeSchema = true)
  @Refuses({INVALID_REQUEST, INVALID_MSISDN})
  ResponseEntity<Page> list(HttpServletRequest http);
}
