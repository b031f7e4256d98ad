package dev.sandi.ingress.blocklist;

import static dev.sandi.ingress.problem.Fault.FILE_TOO_LARGE;
import static dev.sandi.ingress.problem.Fault.IMPORT_RUNNING;
import static dev.sandi.ingress.problem.Fault.IMPORT_TOO_SLOW;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;
import static dev.sandi.ingress.problem.Fault.INVALID_REQUEST;
import static dev.sandi.ingress.problem.Fault.NO_CSV;
import static dev.sandi.ingress.problem.Fault.UNSUPPORTED_MEDIA_TYPE;

import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** How the reference tells of blocks as CSV. */
@Tag(name = "Blocklist")
interface BlockCsvApi {

  @Operation(
      operationId = "importBlocks",
      summary = "Import blocks",
      description =
          """
          The first line has the names of the columns: `digits`, `prefix`, `app_id`, `reason`, \
          `expires_at`. Every line is taken or told in the report, with what was wrong.
          """)
  @Parameter(
      name = "dry_run",
      in = ParameterIn.QUERY,
      description = "Only tells what would be done",
      schema = @Schema(type = "boolean", defaultValue = "false"))
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "text/csv",
              schema = @Schema(type = "string"),
              examples =
                  @ExampleObject(
                      name = "prefix",
                      value = "digits,prefix,reason\r\n62812345,true,Complaint 4711\r\n")))
  @ApiResponse(responseCode = "200", description = "The report", useReturnTypeSchema = true)
  @Refuses({
    INVALID_REQUEST,
    INVALID_PARAMETERS,
    IMPORT_TOO_SLOW,
    IMPORT_RUNNING,
    FILE_TOO_LARGE,
    NO_CSV,
    UNSUPPORTED_MEDIA_TYPE
  })
  ImportReport.View take(HttpServletRequest http) throws IOException;

  @Operation(
      operationId = "exportBlocks",
      summary = "Export blocks",
      description = "Blocks that hold, as a file to import.")
  @Filtered
  @ApiResponse(
      responseCode = "200",
      description = "The file",
      content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
  @Refuses(INVALID_PARAMETERS)
  void give(HttpServletRequest http, HttpServletResponse response) throws IOException;
}
