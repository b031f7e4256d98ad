package dev.sandi.ingress.status;

import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;
import static dev.sandi.ingress.problem.Fault.SESSION_NOT_FOUND;

import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paged;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;

/** How the reference tells administrators of requests. */
@Tag(name = "Requests")
interface RequestsApi {

  @Operation(
      operationId = "appRequests",
      summary = "Recent requests of an app",
      description =
          "As the app sees them, refused ones too, the newest first. A page with a cursor may have"
              + " fewer than `limit`, even none.")
  @Paged
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
  @Refuses({INVALID_PARAMETERS, APP_NOT_FOUND})
  Page<RequestView> list(HttpServletRequest http, String app);

  @Operation(
      operationId = "appSession",
      summary = "What became of a session",
      description = "State and timeline of a session of any app. The number is masked.")
  @ApiResponse(responseCode = "200", description = "The session", useReturnTypeSchema = true)
  @Refuses(SESSION_NOT_FOUND)
  AppSession session(String session);
}
