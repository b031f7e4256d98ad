package dev.sandi.ingress.app;

import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;
import static dev.sandi.ingress.problem.Fault.TOO_MANY_WEBHOOK_SECRETS;
import static dev.sandi.ingress.problem.Fault.WEBHOOK_SECRET_NOT_FOUND;

import dev.sandi.ingress.admin.Page;
import dev.sandi.ingress.problem.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;

/** How the reference tells of webhook secrets. */
@Tag(name = "Webhook secrets")
interface WebhookSecretsApi {

  @Operation(operationId = "webhookSecrets", summary = "Secrets that sign an app's callbacks")
  @ApiResponse(responseCode = "200", description = "All of them", useReturnTypeSchema = true)
  @Refuses(APP_NOT_FOUND)
  Page<WebhookSecretsController.SecretView> list(String app);

  @Operation(
      operationId = "addWebhookSecret",
      summary = "Add a webhook secret",
      description =
          """
          A secret that is made here is shown this once. Of the type `ed25519` a key pair is made, \
          and the public key returned; the private one is never shown. For a grace the older ones \
          of the same type sign too, so that the customer can change over without a gap; those of \
          the other type are left as they are.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AppBodies.NewWebhookSecretBody.class)))
  @ApiResponse(responseCode = "201", description = "The secret", useReturnTypeSchema = true)
  @Refuses({INVALID_FIELDS, APP_NOT_FOUND, TOO_MANY_WEBHOOK_SECRETS})
  ResponseEntity<WebhookSecretsController.NewSecret> add(HttpServletRequest http, String app);

  @Operation(
      operationId = "deleteWebhookSecret",
      summary = "Delete a webhook secret",
      description = "The newest of its type that remains signs on without an end.")
  @ApiResponse(responseCode = "204", description = "It signs no more")
  @Refuses({APP_NOT_FOUND, WEBHOOK_SECRET_NOT_FOUND})
  ResponseEntity<Void> delete(HttpServletRequest http, String app, String secret);
}
