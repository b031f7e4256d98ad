package dev.sandi.ingress.delivery;

import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.DELIVERY_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;

import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paged;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** How the reference tells of deliveries. */
@Tag(name = "Deliveries")
interface DeliveriesApi {

  @Operation(
      operationId = "deliveries",
      summary = "Deliveries of callbacks",
      description =
          """
          The newest event first; what is not named leaves nothing out. A page has fewer rows than \
          `limit`, or none, and yet a cursor, if many had to be gone through: that happens without \
          an app or a host, or with one that has more than some seventy endpoints, and not with a \
          session.
          """)
  @Parameter(name = "app", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
  @Parameter(
      name = "session",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "string", format = "uuid"))
  @Parameter(
      name = "type",
      in = ParameterIn.QUERY,
      description = "Of the event, such as `otp.delivered`",
      schema = @Schema(type = "string"))
  @Parameter(
      name = "state",
      in = ParameterIn.QUERY,
      schema =
          @Schema(
              type = "string",
              allowableValues = {"pending", "delivered", "exhausted"}))
  @Parameter(
      name = "host",
      in = ParameterIn.QUERY,
      description = "Of the callback URL, whatever its scheme and port",
      schema = @Schema(type = "string"))
  @Parameter(
      name = "from",
      in = ParameterIn.QUERY,
      description = "The first moment of the event",
      schema = @Schema(type = "string", format = "date-time"))
  @Parameter(
      name = "to",
      in = ParameterIn.QUERY,
      description = "The first moment that is too late",
      schema = @Schema(type = "string", format = "date-time"))
  @Paged
  @ApiResponse(responseCode = "200", description = "A page of them", useReturnTypeSchema = true)
  @Refuses(INVALID_PARAMETERS)
  Page<DeliveryViews.Delivery> list(HttpServletRequest http);

  @Operation(
      operationId = "delivery",
      summary = "One delivery with its attempts",
      description =
          """
          What is told, and what came of each attempt: where its time went, the beginning of the \
          answer, and the error in words. The customer's number is masked wherever it stands.
          """)
  @ApiResponse(responseCode = "200", description = "The delivery", useReturnTypeSchema = true)
  @Refuses(DELIVERY_NOT_FOUND)
  DeliveryViews.Delivery find(String delivery);

  /** What is asked for. */
  @Schema(name = "TestDeliveryRequest")
  record Wanted(
      @Schema(
              description = "An absolute https URL; plain http if the app allows it",
              requiredMode = Schema.RequiredMode.REQUIRED,
              example = "https://shop.example/hooks/otp")
          String url,
      @Schema(
              description =
                  "Of the event that is told, with made-up data: `sandi.test`, or one in earnest"
                      + " such as `otp.delivered`",
              defaultValue = "sandi.test")
          @Nullable String type) {}

  @Operation(
      operationId = "testDelivery",
      summary = "Call a URL for a test",
      description =
          """
          Sends one callback at once, signed with the app's keys, in its style and under the same \
          rules as in earnest, and answers when it has ended, which may take until the \
          dispatcher's deadline (15 s). It is no delivery: it is not repeated, and no endpoint is \
          judged by it. Each copy of the dispatcher makes four at a time, and one a second in the \
          long run; beyond that this is answered with 429.
          """)
  @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Wanted.class)))
  @ApiResponse(
      responseCode = "200",
      description = "The request, and what came of it, failures too",
      useReturnTypeSchema = true)
  @Refuses({APP_NOT_FOUND, INVALID_FIELDS})
  DeliveryViews.TestDelivery test(HttpServletRequest http, String app);
}
