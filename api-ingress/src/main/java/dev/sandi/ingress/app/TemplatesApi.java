package dev.sandi.ingress.app;

import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;
import static dev.sandi.ingress.problem.Fault.TEMPLATE_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.TOO_MANY_TEMPLATES;

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

/** How the reference tells of templates. */
@Tag(name = "Templates")
interface TemplatesApi {

  @Operation(operationId = "templates", summary = "Templates of an app")
  @ApiResponse(responseCode = "200", description = "All of them", useReturnTypeSchema = true)
  @Refuses(APP_NOT_FOUND)
  Page<TemplatesController.TemplateView> list(String app);

  @Operation(operationId = "template", summary = "A template of an app")
  @ApiResponse(responseCode = "200", description = "The template", useReturnTypeSchema = true)
  @Refuses({APP_NOT_FOUND, TEMPLATE_NOT_FOUND})
  TemplatesController.TemplateView find(String app, String name);

  @Operation(
      operationId = "putTemplate",
      summary = "Set a template",
      description =
          """
          Requests name it in `template_name`; the one named `default` is sent if a request has \
          neither `template` nor `template_name`. What the linter finds is told: a text with an \
          `error` is refused, one with a `warning` is not.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AppBodies.TemplateBody.class)))
  @ApiResponse(responseCode = "200", description = "The template", useReturnTypeSchema = true)
  @Refuses({INVALID_FIELDS, APP_NOT_FOUND, TOO_MANY_TEMPLATES})
  TemplatesController.TemplateView put(HttpServletRequest http, String app, String name);

  @Operation(operationId = "deleteTemplate", summary = "Delete a template")
  @ApiResponse(responseCode = "204", description = "It is none")
  @Refuses(APP_NOT_FOUND)
  ResponseEntity<Void> delete(HttpServletRequest http, String app, String name);

  @Operation(
      operationId = "lintTemplate",
      summary = "Say what is wrong with a text",
      description =
          """
          As the app would send it, with its code and its lines for WebOTP and Android; nothing is \
          kept. An `error` keeps it from being used: `code_missing`, `code_repeated`, \
          `too_many_segments`. A `warning` is advice: `several_segments`, `ucs2`, \
          `too_long_for_android`, `foreign_link`, `look_alike_domain`, `call_back_number`, \
          `hidden_characters`; the processor's spam check refuses the last four.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AppBodies.TemplateBody.class)))
  @ApiResponse(responseCode = "200", description = "What was found", useReturnTypeSchema = true)
  @Refuses({INVALID_FIELDS, APP_NOT_FOUND})
  LintTemplate.Lint lint(HttpServletRequest http, String app);
}
