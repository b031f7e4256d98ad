package dev.sandi.ingress.app;

import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;
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

/** How the reference tells of the way in which callbacks connect. */
@Tag(name = "Callback TLS")
interface CallbackTlsApi {

  @Operation(
      operationId = "callbackTls",
      summary = "Whom an app's callbacks trust, and the certificate that they show",
      description = "What the app does not have is as the installation has it for all.")
  @ApiResponse(responseCode = "200", description = "Both", useReturnTypeSchema = true)
  @Refuses(APP_NOT_FOUND)
  CallbackTlsController.CallbackTlsView find(String app);

  @Operation(
      operationId = "trustCallbackAuthorities",
      summary = "Trust authorities of an app's own",
      description =
          """
          Beside the usual ones and those of the installation, for callbacks of this app alone. \
          At most 20 certificates, none of which may have expired; they replace those before.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AppBodies.CallbackAuthoritiesBody.class)))
  @ApiResponse(responseCode = "200", description = "As it is now", useReturnTypeSchema = true)
  @Refuses({INVALID_FIELDS, APP_NOT_FOUND})
  CallbackTlsController.CallbackTlsView trust(HttpServletRequest http, String app);

  @Operation(
      operationId = "forgetCallbackAuthorities",
      summary = "Trust an app's own authorities no more")
  @ApiResponse(responseCode = "204", description = "There are none")
  @Refuses(APP_NOT_FOUND)
  ResponseEntity<Void> trustNoMore(HttpServletRequest http, String app);

  @Operation(
      operationId = "showCallbackCertificate",
      summary = "Show a certificate of an app's own",
      description =
          """
          To servers that ask for one (mutual TLS). The private key is sealed, and nothing shows \
          it again. It has to be the certificate's, which has to be valid and for clients.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AppBodies.CallbackCertificateBody.class)))
  @ApiResponse(responseCode = "200", description = "As it is now", useReturnTypeSchema = true)
  @Refuses({INVALID_FIELDS, APP_NOT_FOUND})
  CallbackTlsController.CallbackTlsView show(HttpServletRequest http, String app);

  @Operation(
      operationId = "forgetCallbackCertificate",
      summary = "Show an app's own certificate no more",
      description = "Its private key is deleted.")
  @ApiResponse(responseCode = "204", description = "There is none")
  @Refuses(APP_NOT_FOUND)
  ResponseEntity<Void> showNoMore(HttpServletRequest http, String app);
}
