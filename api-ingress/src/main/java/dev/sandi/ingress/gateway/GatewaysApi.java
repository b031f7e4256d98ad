package dev.sandi.ingress.gateway;

import static dev.sandi.ingress.problem.Fault.GATEWAY_IN_USE;
import static dev.sandi.ingress.problem.Fault.GATEWAY_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;

import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;

/** How the reference tells of gateways. */
@Tag(name = "Gateways")
interface GatewaysApi {

  @Operation(
      operationId = "gateways",
      summary = "All gateways",
      description =
          """
          With how each is on the copy of the processor that happens to answer; other copies have \
          connections of their own.
          """)
  @ApiResponse(responseCode = "200", description = "All of them", useReturnTypeSchema = true)
  GatewayViews.Gateways list();

  @Operation(operationId = "gateway", summary = "A gateway")
  @ApiResponse(responseCode = "200", description = "The gateway", useReturnTypeSchema = true)
  @Refuses(GATEWAY_NOT_FOUND)
  GatewayViews.Gateway find(String name);

  @Operation(
      operationId = "putGateway",
      summary = "Define a gateway",
      description =
          """
          New, or in the place of one of its name, also of one that the processor's file defines. \
          Every copy of the processor follows within seconds, without losing a message. Names are \
          1-32 lower-case letters, digits and hyphens; `simulator` is built in.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = GatewayViews.GatewayBody.class)))
  @ApiResponse(responseCode = "200", description = "The gateway", useReturnTypeSchema = true)
  @Refuses(INVALID_FIELDS)
  GatewayViews.Gateway put(HttpServletRequest http, String name);

  @Operation(
      operationId = "checkGateway",
      summary = "Say what is wrong with a gateway",
      description = "As it would be defined; nothing is kept, and nothing connected to.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = GatewayViews.GatewayBody.class)))
  @ApiResponse(responseCode = "204", description = "Nothing is wrong with it")
  @Refuses(INVALID_FIELDS)
  ResponseEntity<Void> check(HttpServletRequest http, String name);

  @Operation(
      operationId = "deleteGateway",
      summary = "Delete a gateway",
      description =
          """
          One that the processor's file defines under the same name is there again. One that a \
          route names stays, and so does one while delivery reports of what it took may still come: \
          disable it, and delete it an hour after the codes have ended.
          """)
  @ApiResponse(responseCode = "204", description = "It is no longer set here")
  @Refuses({GATEWAY_NOT_FOUND, GATEWAY_IN_USE})
  ResponseEntity<Void> delete(HttpServletRequest http, String name);
}
