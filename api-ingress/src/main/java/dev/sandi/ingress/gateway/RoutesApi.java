package dev.sandi.ingress.gateway;

import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;
import static dev.sandi.ingress.problem.Fault.ROUTES_CHANGED;
import static dev.sandi.ingress.problem.Fault.ROUTES_TOO_LARGE;

import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;

/** How the reference tells of routes. */
@Tag(name = "Routes")
interface RoutesApi {

  String ETAG = "The version, for `If-Match`";

  @Operation(operationId = "routes", summary = "The route table")
  @ApiResponse(
      responseCode = "200",
      description = "The whole table",
      useReturnTypeSchema = true,
      headers =
          @Header(
              name = "ETag",
              description = ETAG,
              required = true,
              schema = @Schema(type = "string")))
  ResponseEntity<RouteViews.Table> table();

  @Operation(
      operationId = "putRoutes",
      summary = "Set the route table",
      description =
          """
          All of it at once, in the place of what the processor's file says. Bodies may have up to \
          256 KiB. Errors name the route by its index and the field, as in \
          `routes[2].gateways[0].weight`. With `If-Match` nobody undoes what they have not seen.
          """)
  @Parameter(
      name = "If-Match",
      in = ParameterIn.HEADER,
      description = "An `ETag`",
      schema = @Schema(type = "string"))
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = RouteViews.TableBody.class)))
  @ApiResponse(
      responseCode = "200",
      description = "The table as it is now",
      useReturnTypeSchema = true,
      headers =
          @Header(
              name = "ETag",
              description = ETAG,
              required = true,
              schema = @Schema(type = "string")))
  @Refuses({INVALID_FIELDS, ROUTES_CHANGED, ROUTES_TOO_LARGE})
  ResponseEntity<RouteViews.Table> put(HttpServletRequest http);

  @Operation(
      operationId = "deleteRoutes",
      summary = "Go back to the file's routes",
      description = "Or to none, if the processor's file has none or there is no file.")
  @ApiResponse(
      responseCode = "200",
      description = "The table as it is now",
      useReturnTypeSchema = true,
      headers =
          @Header(
              name = "ETag",
              description = ETAG,
              required = true,
              schema = @Schema(type = "string")))
  ResponseEntity<RouteViews.Table> delete(HttpServletRequest http);

  @Operation(
      operationId = "explainRoute",
      summary = "Where a message would go now",
      description = "Which route matches, and its gateways in the order that is likeliest now.")
  @Parameter(
      name = "app",
      in = ParameterIn.QUERY,
      required = true,
      schema = @Schema(type = "string"),
      example = "shop")
  @Parameter(
      name = "msisdn",
      in = ParameterIn.QUERY,
      required = true,
      schema = @Schema(type = "string"),
      example = "6281234567890")
  @ApiResponse(responseCode = "200", description = "The route", useReturnTypeSchema = true)
  @Refuses(INVALID_PARAMETERS)
  RouteViews.Explanation explain(HttpServletRequest http);
}
