package dev.sandi.ingress.export;

import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;

import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** How the reference tells of exports. */
@Tag(name = "Apps")
interface ExportApi {

  @Operation(
      operationId = "exportApp",
      summary = "Export an app's data",
      description =
          """
          One JSON object a line, each with `type` and `data`: the settings (`app`, `quota`, `key`, \
          `webhook_secret`, `template`, `test_number`; no keys, secrets, hashes or codes), then \
          each `request`, accepted or refused, the oldest first, with its events and its number in \
          clear. Every 500 requests a line of the type `progress` has the `cursor` to go on with if \
          the connection breaks. The last line is of the type `end`: without it, something is \
          missing. Blocks have an export of their own.
          """)
  @Parameter(
      name = "from",
      in = ParameterIn.QUERY,
      description = "The first day, or time; by default the oldest that is kept",
      schema = @Schema(type = "string", example = "2027-01-01"))
  @Parameter(
      name = "to",
      in = ParameterIn.QUERY,
      description = "The first day, or time, that is not exported",
      schema = @Schema(type = "string", example = "2027-02-01"))
  @Parameter(
      name = "cursor",
      in = ParameterIn.QUERY,
      description = "Of the last `progress` that was read; then settings are left out",
      schema = @Schema(type = "string", format = "uuid"))
  @ApiResponse(
      responseCode = "200",
      description = "The lines",
      content = @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")))
  @Refuses({INVALID_PARAMETERS, APP_NOT_FOUND})
  void give(HttpServletRequest http, HttpServletResponse response, String app) throws IOException;
}
