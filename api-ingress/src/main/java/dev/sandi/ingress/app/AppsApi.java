package dev.sandi.ingress.app;

import static dev.sandi.ingress.problem.Fault.APP_EXISTS;
import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;
import static dev.sandi.ingress.problem.Fault.PRECONDITION_FAILED;

import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paged;
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

/** How the reference tells of apps. */
@Tag(name = "Apps")
interface AppsApi {

  String ETAG = "The app's revision, for `If-Match`";

  @Operation(operationId = "createApp", summary = "Create an app")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AppBodies.NewAppBody.class)))
  @ApiResponse(
      responseCode = "201",
      description = "The app",
      useReturnTypeSchema = true,
      headers = {
        @Header(name = "Location", required = true, schema = @Schema(type = "string")),
        @Header(
            name = "ETag",
            description = ETAG,
            required = true,
            schema = @Schema(type = "string"))
      })
  @Refuses({INVALID_FIELDS, APP_EXISTS})
  ResponseEntity<AppView> create(HttpServletRequest http);

  @Operation(operationId = "apps", summary = "All apps")
  @Paged
  @ApiResponse(responseCode = "200", description = "A page", useReturnTypeSchema = true)
  @Refuses(INVALID_PARAMETERS)
  Page<AppView> list(HttpServletRequest http);

  @Operation(operationId = "app", summary = "An app")
  @ApiResponse(
      responseCode = "200",
      description = "The app",
      useReturnTypeSchema = true,
      headers =
          @Header(
              name = "ETag",
              description = ETAG,
              required = true,
              schema = @Schema(type = "string")))
  @Refuses(APP_NOT_FOUND)
  ResponseEntity<AppView> find(String app);

  @Operation(
      operationId = "changeApp",
      summary = "Change an app",
      description =
          """
          JSON Merge Patch (RFC 7396): what is named is replaced, and `null` brings its default \
          back. With `If-Match` nobody undoes what they have not seen.
          """)
  @Parameter(
      name = "If-Match",
      in = ParameterIn.HEADER,
      description = "An `ETag`",
      schema = @Schema(type = "string"))
  @RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = "application/merge-patch+json",
            schema = @Schema(implementation = AppBodies.AppPatchBody.class)),
        @Content(
            mediaType = "application/json",
            schema = @Schema(implementation = AppBodies.AppPatchBody.class))
      })
  @ApiResponse(
      responseCode = "200",
      description = "The app as it is now",
      useReturnTypeSchema = true,
      headers =
          @Header(
              name = "ETag",
              description = ETAG,
              required = true,
              schema = @Schema(type = "string")))
  @Refuses({INVALID_FIELDS, APP_NOT_FOUND, PRECONDITION_FAILED})
  ResponseEntity<AppView> change(HttpServletRequest http, String app);

  @Operation(
      operationId = "suspendApp",
      summary = "Suspend an app",
      description = "Its keys are refused from now on, with 401.")
  @ApiResponse(
      responseCode = "200",
      description = "The app as it is now",
      useReturnTypeSchema = true,
      headers =
          @Header(
              name = "ETag",
              description = ETAG,
              required = true,
              schema = @Schema(type = "string")))
  @Refuses(APP_NOT_FOUND)
  ResponseEntity<AppView> suspend(HttpServletRequest http, String app);

  @Operation(operationId = "resumeApp", summary = "Resume an app")
  @ApiResponse(
      responseCode = "200",
      description = "The app as it is now",
      useReturnTypeSchema = true,
      headers =
          @Header(
              name = "ETag",
              description = ETAG,
              required = true,
              schema = @Schema(type = "string")))
  @Refuses(APP_NOT_FOUND)
  ResponseEntity<AppView> resume(HttpServletRequest http, String app);
}
