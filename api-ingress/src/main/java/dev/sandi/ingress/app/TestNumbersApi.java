package dev.sandi.ingress.app;

import static dev.sandi.ingress.problem.Fault.APP_NOT_FOUND;
import static dev.sandi.ingress.problem.Fault.INVALID_FIELDS;
import static dev.sandi.ingress.problem.Fault.TOO_MANY_TEST_NUMBERS;

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

/** How the reference tells of test numbers. */
@Tag(name = "Test numbers")
interface TestNumbersApi {

  @Operation(operationId = "testNumbers", summary = "Test numbers of an app")
  @ApiResponse(responseCode = "200", description = "All of them", useReturnTypeSchema = true)
  @Refuses(APP_NOT_FOUND)
  Page<TestNumbersController.TestNumberView> list(String app);

  @Operation(
      operationId = "putTestNumber",
      summary = "Set a test number",
      description =
          """
          It always gets this code and its simulated handset always does the same. It never reaches \
          a real gateway, costs no quota and meets no rate.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AppBodies.TestNumberBody.class)))
  @ApiResponse(responseCode = "200", description = "The number", useReturnTypeSchema = true)
  @Refuses({INVALID_FIELDS, APP_NOT_FOUND, TOO_MANY_TEST_NUMBERS})
  TestNumbersController.TestNumberView put(HttpServletRequest http, String app, String number);

  @Operation(operationId = "deleteTestNumber", summary = "Delete a test number")
  @ApiResponse(responseCode = "204", description = "It is none")
  @Refuses({INVALID_FIELDS, APP_NOT_FOUND})
  ResponseEntity<Void> delete(HttpServletRequest http, String app, String number);
}
