package dev.sandi.ingress.app;

import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;
import static dev.sandi.ingress.problem.Fault.QUOTA_NOT_ADDED;

import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;

/** How the reference tells of quotas. */
@Tag(name = "Quota")
interface QuotaApi {

  @Operation(operationId = "quota", summary = "How much an app may send, and has sent")
  @ApiResponse(responseCode = "200", description = "The quota", useReturnTypeSchema = true)
  @Refuses(APP_NOT_FOUND)
  Quotas.Quota find(String app);

  @Operation(
      operationId = "setQuota",
      summary = "Set a quota",
      description = "What is used stays as it is.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AppBodies.QuotaBody.class)))
  @ApiResponse(
      responseCode = "200",
      description = "The quota as it is now",
      useReturnTypeSchema = true)
  @Refuses({INVALID_FIELDS, APP_NOT_FOUND})
  Quotas.Quota set(HttpServletRequest http, String app);

  @Operation(
      operationId = "addQuota",
      summary = "Add to a quota",
      description =
          "Not idempotent: whoever does not see the answer should look before trying again.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AppBodies.MoreQuotaBody.class)))
  @ApiResponse(
      responseCode = "200",
      description = "The quota as it is now",
      useReturnTypeSchema = true)
  @Refuses({INVALID_FIELDS, APP_NOT_FOUND, QUOTA_NOT_ADDED})
  Quotas.Quota add(HttpServletRequest http, String app);
}
