package dev.sandi.ingress.erasure;

import static dev.sandi.ingress.problem.Fault.ERASURE_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;
import static dev.sandi.ingress.problem.Fault.TOO_MANY_ERASURES;

import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paged;
import dev.sandi.ingress.erasure.Receipts.Receipt;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;

/** How the reference tells of erasures. */
@Tag(name = "Erasures")
interface ErasuresApi {

  /**
   * Which number.
   *
   * @param msisdn 4 to 16 digits, with the international prefix
   */
  record Body(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "6281234567890")
          String msisdn) {}

  @Operation(
      operationId = "beginErasure",
      summary = "Erase a number",
      description =
          """
          Of all that was requested before this call, in all services. Sessions stay, without the \
          number: its live code ends, an SMS that waits is not sent, and what is told of a session \
          from then on has `0000` in the number's place. Blocks and test numbers stay, since \
          somebody wants them there. What is requested later is not erased: block the number to \
          prevent it. While it is under way, asking again answers the same receipt. At most 1,000 \
          are under way at a time. It takes some minutes.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Body.class)))
  @ApiResponse(responseCode = "202", description = "The receipt", useReturnTypeSchema = true)
  @Refuses({INVALID_FIELDS, TOO_MANY_ERASURES})
  ResponseEntity<Receipt> begin(HttpServletRequest http);

  @Operation(operationId = "erasures", summary = "Receipts of erasures, the newest first")
  @Paged
  @ApiResponse(responseCode = "200", description = "A page of them", useReturnTypeSchema = true)
  @Refuses(INVALID_PARAMETERS)
  Page<Receipt> list(HttpServletRequest http);

  @Operation(
      operationId = "erasure",
      summary = "The receipt of an erasure",
      description =
          """
          How far each service is, and what it did, by table. Records on topics are not deleted \
          singly: `gone_by` is when the broker will have deleted the last with the number.
          """)
  @ApiResponse(responseCode = "200", description = "The receipt", useReturnTypeSchema = true)
  @Refuses(ERASURE_NOT_FOUND)
  Receipt find(String erasure);
}
