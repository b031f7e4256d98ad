package dev.sandi.ingress.app;

import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;
import static dev.sandi.ingress.problem.Fault.INVALID_PARAMETERS;
import static dev.sandi.ingress.problem.Fault.KEY_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.TOO_MANY_KEYS;

import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.admin.Paged;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;

/** How the reference tells of keys. */
@Tag(name = "Keys")
interface KeysApi {

  @Operation(
      operationId = "createKey",
      summary = "Create a key",
      description = "The key is shown this once, and stored nowhere.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AppBodies.NewKeyBody.class)))
  @ApiResponse(responseCode = "201", description = "The key", useReturnTypeSchema = true)
  @Refuses({INVALID_FIELDS, APP_NOT_FOUND, TOO_MANY_KEYS})
  ResponseEntity<KeysController.NewKey> create(HttpServletRequest http, String app);

  @Operation(operationId = "keys", summary = "Keys of an app")
  @Paged
  @ApiResponse(responseCode = "200", description = "A page", useReturnTypeSchema = true)
  @Refuses({INVALID_PARAMETERS, APP_NOT_FOUND})
  Page<ApiKey> list(HttpServletRequest http, String app);

  @Operation(
      operationId = "revokeKey",
      summary = "Revoke a key",
      description = "It is refused from now on. Again and again, with the same effect.")
  @ApiResponse(responseCode = "204", description = "It is revoked")
  @Refuses({APP_NOT_FOUND, KEY_NOT_FOUND})
  ResponseEntity<Void> revoke(HttpServletRequest http, String app, String key);
}
