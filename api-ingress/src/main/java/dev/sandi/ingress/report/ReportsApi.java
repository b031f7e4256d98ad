package dev.sandi.ingress.report;

import static dev.sandi.ingress.problem.Fault.INVALID_REPORT;
import static dev.sandi.ingress.problem.Fault.INVALID_REQUEST;
import static dev.sandi.ingress.problem.Fault.NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.REPORT_TOO_LARGE;
import static dev.sandi.ingress.problem.Fault.REQUEST_TIMEOUT;

import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** How the API's reference tells of delivery reports. */
@Tag(name = "Reports")
interface ReportsApi {

  @Operation(
      operationId = "report",
      summary = "Report on messages",
      description =
          """
          For providers of SMS, who are given this address: what the report looks like and how it \
          is known to be the provider's, the settings of the gateway say. A body has at most \
          64 KiB. What is answered with anything but **2xx** was not taken, and should come again.
          """)
  @ApiResponse(
      responseCode = "200",
      description = "Taken. Status, type and body are those of the gateway's settings",
      content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
  @Refuses({INVALID_REPORT, INVALID_REQUEST, NOT_FOUND, REPORT_TOO_LARGE, REQUEST_TIMEOUT})
  CompletableFuture<ResponseEntity<Told>> post(
      String gateway, @Nullable String secret, HttpServletRequest http);

  @Operation(
      operationId = "reportByQuery",
      summary = "Report on a message",
      description = "As `POST`, for providers whose report is in the parameters of the URL.")
  @ApiResponse(
      responseCode = "200",
      description = "Taken. Status, type and body are those of the gateway's settings",
      content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
  @Refuses({INVALID_REPORT, NOT_FOUND})
  CompletableFuture<ResponseEntity<Told>> get(
      String gateway, @Nullable String secret, HttpServletRequest http);
}
